namespace Bodega.Files.Pdf;

/// <summary>A table of wrapped cells that repeats its headings on every page; the first row brings them with it.</summary>
/// <param name="flow">Where the rows go, from its left margin.</param>
/// <param name="columns">From left to right.</param>
/// <param name="fontSize">Points to the em.</param>
public sealed class PdfTable(PdfFlow flow, IReadOnlyList<PdfColumn> columns, double fontSize)
{
    private const double Gap = 8;

    // lines of one cell stand closer than rows do, so that the eye sees which belong together
    private const double LeadingInCell = 1.5;
    private const double RuleWidth = 0.5;
    private const double RuleGrey = 0.75;

    private bool isBegun;

    /// <summary>Prints a row; one that does not fit on the page goes to the next as a whole, even if higher than a page.</summary>
    /// <param name="cells">One text for each column.</param>
    public void Row(params IReadOnlyList<string> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Count, columns.Count);
        var lines = Wrap(cells, PdfFont.Regular);
        var headings = isBegun ? 0 : HeightOf(Wrap(Headings, PdfFont.Bold));
        if (flow.Reserve(headings + HeightOf(lines)) || !isBegun) PrintHeadings();
        isBegun = true;
        Print(lines, PdfFont.Regular);
    }

    private IEnumerable<string> Headings => columns.Select(column => column.Heading);

    private void PrintHeadings()
    {
        Print(Wrap(Headings, PdfFont.Bold), PdfFont.Bold);
        var y = flow.Y - 3;
        flow.Page.Line(flow.Margin, y, flow.Margin + columns.Sum(column => column.Width), y, RuleWidth, RuleGrey);
    }

    private IReadOnlyList<string>[] Wrap(IEnumerable<string> cells, PdfFont font) =>
        [.. cells.Select((cell, i) => font.Wrap(cell, fontSize, columns[i].Width - Gap))];

    private double HeightOf(IReadOnlyList<string>[] cells) =>
        (cells.Max(lines => lines.Count) - 1) * (fontSize + LeadingInCell) + PdfFlow.LineHeight(fontSize);

    private void Print(IReadOnlyList<string>[] cells, PdfFont font)
    {
        var x = flow.Margin;
        for (var i = 0; i < cells.Length; i++)
        {
            var baseline = flow.Y + fontSize;
            foreach (var line in cells[i])
            {
                var indent = columns[i].IsNumber ? columns[i].Width - Gap - font.WidthOf(line, fontSize) : 0;
                flow.Page.Text(x + indent, baseline, line, font, fontSize);
                baseline += fontSize + LeadingInCell;
            }

            x += columns[i].Width;
        }

        flow.Skip(HeightOf(cells));
    }
}
