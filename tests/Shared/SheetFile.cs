using System.Globalization;
using Bodega.Files.Spreadsheets;

namespace Bodega.Tests;

/// <summary>A workbook of one sheet, as somebody would send it.</summary>
public static class SheetFile
{
    /// <summary>Rows of cells.</summary>
    public static async Task<byte[]> OfAsync(params IReadOnlyList<Cell>[] rows)
    {
        using var file = new MemoryStream();
        using (var book = new WorkbookWriter(file, new WorkbookInfo("Prueba", "Prueba", new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero))))
        {
            var sheet = book.AddSheet("Hoja1");
            foreach (var row in rows) await sheet.RowAsync(row, CancellationToken.None);
            await book.FinishAsync(CancellationToken.None);
        }
        return file.ToArray();
    }

    /// <summary>Rows of texts between bars: <c>ID | Nombre</c>; what is written <c>#7</c> is the number 7, and <c>@2026-05-06</c> that date.</summary>
    public static Task<byte[]> OfAsync(params string[] lines) => OfAsync([.. lines.Select(line => (IReadOnlyList<Cell>)[.. line.Split('|', StringSplitOptions.TrimEntries).Select(Of)])]);

    private static Cell Of(string text) => text switch
    {
        ['#', >= '0' and <= '9', ..] => decimal.Parse(text.AsSpan(1), CultureInfo.InvariantCulture),
        ['@', >= '0' and <= '9', ..] => DateTime.Parse(text.AsSpan(1), CultureInfo.InvariantCulture),
        _ => text,
    };
}
