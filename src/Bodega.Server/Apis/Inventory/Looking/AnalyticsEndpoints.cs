using System.Globalization;
using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Insights;
using Bodega.Kernel;
using Bodega.Stock;

namespace Bodega.Server.Apis.Inventory.Looking;

/// <summary>Figures about stock and sales, and the same as a workbook (trade contract §16).</summary>
internal static class AnalyticsEndpoints
{
    public const string Empty = "Sin stock";
    public const string Few = "Stock bajo";
    public const string Enough = "Normal";

    public static void MapAnalytics(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/analisis", GetAsync).Requires(Access.To(MemberPermissions.SeeAnalytics));
        routes.MapGet("/api/analisis/exportar", ExportAsync).Requires(Access.To(MemberPermissions.ExportReports));
    }

    private static async Task<IResult> GetAsync(ReadInventoryFigures read, TimeProvider clock, CancellationToken ct) =>
        InventoryJson.Ok(Body(await read.RunAsync(ct), clock.GetNow()), AnalyticsWire.Wire.AnalyticsBody);

    private static async Task<IResult> ExportAsync(HttpContext http, ReadInventoryFigures read, InventoryCaller caller, TimeProvider clock, CancellationToken ct)
    {
        var figures = await read.RunAsync(ct);
        Workbooks.Begin(http, "analisis_inventario", clock.GetNow());
        await AnalyticsWorkbook.WriteAsync(http.Response.Body, Body(figures, clock.GetNow()), figures.StockValue, figures.Empty + figures.Few + figures.Enough, caller.Name, clock.GetNow(), ct);
        return TypedResults.Empty;
    }

    private static AnalyticsBody Body(InventoryFigures figures, DateTimeOffset now) => new(
        [.. figures.Products.Select(p => new GeneralBody(
            p.Id, p.Code ?? "", p.Name, p.Category ?? Category.Unclassified, p.OnHand, p.MinStock, p.Price, Whole(p.Value),
            p.OnHand <= 0 ? Empty : p.OnHand <= p.MinStock + HeldStock.ShortMargin ? Few : Enough, p.LastMovedAt is { } at ? (int)(now - at).TotalDays : null))],
        [.. figures.RunningOut.Select(p => new RunningOutBody(p.Id, p.Name, p.Code ?? "", p.OnHand, p.MinStock, PerDay(p), p.Consumed == 0 ? null : Rounded((decimal)p.OnHand * ReorderWatch.ConsumptionDays / p.Consumed, 1)))],
        [.. figures.Idle.Select(p => new IdleBody(p.Id, p.Name, p.Code ?? "", p.OnHand, p.LastMovedAt is { } at ? (int)(now - at).TotalDays : ReorderWatch.ConsumptionDays + 1, Whole(p.Value)))],
        [.. figures.Moving.Select(p => new MovingBody(p.Id, p.Name, p.Code ?? "", p.Exits, p.Consumed))],
        [.. figures.Critical.Select(p => new CriticalBody(p.Id, p.Name, p.Code ?? "", p.OnHand, p.MinStock, PerDay(p), ReorderWatch.SuggestedPurchase(p.MinStock, p.OnHand, p.Consumed)))],
        [.. figures.Movements.Select(day => new MovementDayBody(Day(day.Day), day.First, day.Second))],
        [.. figures.Sales.Select(day => new SaleDayBody(Day(day.Day), day.First, Whole(new Money(day.Second).Amount)))],
        [.. figures.Categories.Select(category => new CategorySalesBody(category.Category, category.Units, Whole(category.Revenue.Amount)))],
        [new(Empty, figures.Empty), new(Few, figures.Few), new(Enough, figures.Enough)]);

    private static decimal PerDay(StockFigure figure) => Rounded((decimal)figure.Consumed / ReorderWatch.ConsumptionDays, 2);

    // Half up, and no trailing noughts on the wire.
    private static decimal Rounded(decimal number, int places) => decimal.Round(number, places, MidpointRounding.AwayFromZero) / 1.0000m;

    private static long Whole(decimal amount) => (long)decimal.Round(amount, 0, MidpointRounding.AwayFromZero);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
