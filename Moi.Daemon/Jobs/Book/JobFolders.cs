using System.Runtime.Versioning;
using System.Text.Json;

namespace Moi.Daemon.Jobs.Book;

/// <summary>
/// The folders of jobs, one each, named by the job's id: the files of its command, <c>job.json</c>, and <c>lost</c> where
/// that is what became of it.
/// </summary>
/// <param name="root">Where they lie.</param>
internal sealed class JobFolders(string root)
{
    /// <summary>The folder of a job.</summary>
    public string Of(string id) => Path.Combine(root, id);

    /// <summary>Makes the folder of a job that is about to start, on the disk: it must not be forgotten once its key tells of it.</summary>
    /// <exception cref="IOException">It is there already, or can't be made.</exception>
    [SupportedOSPlatform("linux")]
    public void Make(JobRecord record)
    {
        string folder = Of(record.Id);
        CommandFiles.CreateDirectory(folder);
        CommandFiles.WriteWhole(
            RecordIn(folder), JsonSerializer.SerializeToUtf8Bytes(record, JobRecordJson.Default.JobRecord), durable: true);
        CommandFiles.FlushDirectory(root);
    }

    /// <summary>The jobs that have a folder, the oldest first. A folder that is not a job's, as one half deleted, goes.</summary>
    /// <exception cref="IOException">They can't be read.</exception>
    public IReadOnlyList<JobRecord> ReadAll()
    {
        List<JobRecord> records = [];
        foreach (DirectoryInfo folder in Directory.CreateDirectory(root).EnumerateDirectories())
        {
            if (ReadRecord(folder.FullName) is { } record && record.Id == folder.Name)
            {
                records.Add(record);
            }
            else
            {
                folder.Delete(recursive: true);
            }
        }

        return [.. records.OrderBy(record => record.StartedAt)];
    }

    /// <summary>Whether the job is known to be lost.</summary>
    public bool IsLost(string id) => File.Exists(LostIn(Of(id)));

    /// <summary>Notes that the job is lost, so that nobody looks for its processes again.</summary>
    /// <exception cref="IOException">It can't be noted.</exception>
    public void NoteLost(string id) => File.WriteAllBytes(LostIn(Of(id)), []);

    /// <summary>How many bytes of disk the files of an ended job take, and when its end was written down.</summary>
    /// <exception cref="IOException">They can't be read.</exception>
    public (long Bytes, DateTime EndedAt) Measure(string id)
    {
        FileInfo[] files = new DirectoryInfo(Of(id)).GetFiles();
        return (files.Sum(file => file.Length), files.Max(file => file.LastWriteTimeUtc));
    }

    /// <summary>Deletes the folder of a job. What it is known by goes first.</summary>
    /// <exception cref="IOException">Something in it can't be deleted.</exception>
    public void Delete(string id)
    {
        File.Delete(RecordIn(Of(id)));
        Directory.Delete(Of(id), recursive: true);
    }

    private static JobRecord? ReadRecord(string folder) =>
        CommandFiles.Read(RecordIn(folder), json => JsonSerializer.Deserialize(json, JobRecordJson.Default.JobRecord));

    private static string RecordIn(string folder) => Path.Combine(folder, "job.json");

    private static string LostIn(string folder) => Path.Combine(folder, "lost");
}
