using System.Globalization;
using Bodega.Files.Spreadsheets;

namespace Bodega.Server.Apis.Inventory.Looking;

/// <summary>The analysis as a workbook of seven sheets (trade contract §18.2).</summary>
internal static class AnalyticsWorkbook
{
    private static readonly CellStyle Number = Workbooks.Plain with { Alignment = CellAlignment.Right };
    private static readonly CellStyle Amount = Number with { NumberFormat = "\"$\"#,##0" };
    private static readonly CellStyle PerDay = Number with { NumberFormat = "0.00" };

    private static readonly Column[] GeneralColumns =
        [new("Código", 16), new("Producto", 40), new("Categoría", 24), new("Cantidad", 12, Number), new("Stock mínimo", 14, Number), new("Precio unitario", 16, Amount), new("Valor en stock", 16, Amount), new("Estado", 14), new("Días sin actividad", 18, Number)];
    private static readonly Column[] RunningOutColumns = [new("Código", 16), new("Producto", 40), new("Cantidad actual", 16, Number), new("Consumo/día", 14, PerDay), new("Días para agotarse", 18, Number)];
    private static readonly Column[] IdleColumns = [new("Código", 16), new("Producto", 40), new("Cantidad", 12, Number), new("Días sin movimiento", 20, Number), new("Valor inmovilizado", 18, Amount)];
    private static readonly Column[] MovingColumns = [new("Código", 16), new("Producto", 40), new("Salidas registradas", 20, Number), new("Unidades vendidas", 18, Number)];
    private static readonly Column[] CriticalColumns =
        [new("Código", 16), new("Producto", 40), new("Cantidad actual", 16, Number), new("Stock mínimo", 14, Number), new("Consumo/día", 14, PerDay), new("Sugerencia compra", 18, Number)];
    private static readonly Column[] MovementColumns = [new("Fecha", 14), new("Entradas", 12, Number), new("Salidas", 12, Number)];

    public static async Task WriteAsync(Stream output, AnalyticsBody body, decimal stockValue, int products, string name, DateTimeOffset now, CancellationToken ct)
    {
        using var book = new WorkbookWriter(output, new WorkbookInfo("Análisis de inventario", name, now));
        var subtitle = $"Generado el {Workbooks.Spoken(now)} por {name}";
        await SheetAsync(book, "Resumen", "Resumen del análisis", subtitle, [new("Indicador", 52), new("Valor", 20, Number)], "",
        [
            ["Productos en inventario", products],
            ["En riesgo de agotarse (siguientes 7 días)", body.RunningOut.Count],
            ["Sin movimientos recientes", body.Idle.Count],
            ["En zona crítica (stock por debajo del mínimo)", body.Critical.Count],
            ["Productos de alta rotación analizados", body.Moving.Count],
            ["Valor total del inventario (COP)", "$" + decimal.Round(stockValue, 0, MidpointRounding.AwayFromZero).ToString("#,##0", CultureInfo.InvariantCulture)],
        ], ct);
        await SheetAsync(book, "Inventario general", "Inventario general", subtitle, GeneralColumns, "No hay productos registrados.",
            body.General.Select(p => (Cell[])[p.Code, p.Name, p.Category, p.OnHand, p.MinStock, p.Price.Amount, p.Value, p.State, p.DaysSinceMoved is { } days ? days : "Sin actividad"]), ct);
        await SheetAsync(book, "Por agotarse", "Productos en riesgo de agotarse", subtitle, RunningOutColumns, "No hay productos en riesgo de agotarse.",
            body.RunningOut.Select(p => (Cell[])[p.Code, p.Name, p.OnHand, p.PerDay, p.DaysLeft is { } days ? days : "Sin histórico"]), ct);
        await SheetAsync(book, "Sin movimientos", "Productos sin movimientos recientes", subtitle, IdleColumns, "Todos los productos han tenido movimientos recientes.",
            body.Idle.Select(p => (Cell[])[p.Code, p.Name, p.OnHand, p.Days, p.Value]), ct);
        await SheetAsync(book, "Alta rotación", "Top productos de alta rotación", subtitle, MovingColumns, "Aún no hay movimientos suficientes para calcular la rotación.",
            body.Moving.Select(p => (Cell[])[p.Code, p.Name, p.Exits, p.Units]), ct);
        await SheetAsync(book, "Stock crítico", "Stock por debajo del mínimo", subtitle, CriticalColumns, "No hay productos en zona crítica.",
            body.Critical.Select(p => (Cell[])[p.Code, p.Name, p.OnHand, p.MinStock, p.PerDay, p.Suggestion]), ct);
        var moved = body.Movements.Any(day => day.In != 0 || day.Out != 0);
        await SheetAsync(book, "Movimientos diarios", "Movimientos diarios (últimos 30 días)", subtitle, MovementColumns, "No hay movimientos registrados en el período.",
            moved ? body.Movements.Select(day => (Cell[])[day.Day, day.In, day.Out]) : [], ct);
        await book.FinishAsync(ct);
    }

    // Title, subtitle, a blank row, headings, rows; or one line that says why there are none.
    private static async Task SheetAsync(WorkbookWriter book, string name, string title, string subtitle, Column[] columns, string nothing, IEnumerable<Cell[]> rows, CancellationToken ct)
    {
        const int heading = 4;
        var sheet = book.AddSheet(name, new SheetLayout { ColumnWidths = [.. columns.Select(column => column.Width)], FrozenRows = 1 });
        sheet.Merge(new CellRange(1, 1, 1, columns.Length));
        sheet.Merge(new CellRange(2, 1, 2, columns.Length));
        await sheet.RowAsync([Workbooks.Title.On(title)], ct);
        await sheet.RowAsync([Workbooks.Subtitle.On(subtitle)], ct);
        await sheet.RowAsync([], ct);
        await sheet.RowAsync([.. columns.Select(column => Workbooks.Heading.On(column.Heading))], ct);
        var written = 0;
        foreach (var row in rows)
        {
            var isStriped = written++ % 2 == 0;
            await sheet.RowAsync([.. row.Select((cell, index) => columns[index].Style.Striped(isStriped).On(cell))], ct);
        }
        if (written > 0)
        {
            sheet.Filter = new CellRange(heading, 1, heading + written, columns.Length);
            return;
        }
        sheet.Merge(new CellRange(heading + 1, 1, heading + 1, columns.Length));
        await sheet.RowAsync([(Workbooks.Plain with { Italic = true }).On(nothing)], ct);
    }

    private sealed record Column(string Heading, double Width, CellStyle? Given = null)
    {
        public CellStyle Style => Given ?? Workbooks.Plain;
    }
}
