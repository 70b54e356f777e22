using Moi.Help;

if (args is not [string pages, string output])
{
    Console.Error.WriteLine("Usage: dotnet run --project tools/Moi.Help -- PAGES OUTPUT, such as docs/en-US en-US");
    return 2;
}

try
{
    foreach (string written in HelpFolder.Read(pages).WriteTo(output))
    {
        Console.WriteLine(written);
    }

    return 0;
}
catch (HelpPageException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
