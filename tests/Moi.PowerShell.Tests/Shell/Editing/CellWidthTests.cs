using Moi.Shell.Editing;

namespace Moi.PowerShell.Tests.Shell.Editing;

public sealed class CellWidthTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("Zürich", 6)]
    [InlineData("e\u0301", 1)]
    [InlineData("日本", 4)]
    [InlineData("한", 2)]
    [InlineData("\U0001F680", 2)]
    [InlineData("\uFF21", 2)]
    public void Cells_are_counted_as_terminals_draw_them(string text, int cells)
        => Assert.Equal(cells, CellWidth.Of(text));
}
