using Bodega.Catalog;
using Bodega.Data;
using Bodega.Insights;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Statistics (contract §4.9).</summary>
internal static class FigureEndpoints
{
    // The contract leaves the list unpaged; more than this nobody reads.
    private const int MostNeverSold = 5000;

    public static void MapFigures(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/stats", StatsAsync).Requires(Access.Session);
        routes.MapGet("/api/metrics", MetricsAsync).Requires(Access.Session);
        routes.MapGet("/api/never-sold", NeverSoldAsync).Requires(Access.Session);
    }

    private static async Task<IResult> StatsAsync(BodegaDb db, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        var figures = await db.StockFiguresAsync(caller.Zone.DayOf(clock.GetNow()), ct);
        var low = await (
            from level in db.StockLevels
            join product in db.Products on level.ProductId equals product.Id
            where level.OnHand <= level.MinStock && product.SoldBy == SoldBy.Unit
            orderby level.OnHand, product.Id
            select new LowStockBody(product.Id, product.Name, product.Barcode, level.OnHand)).Take(10).ToListAsync(ct);
        return StockJson.Ok(
            new StatsBody(figures.Products, figures.LowStock, figures.SalesToday, low, figures.ExpiringSoon, figures.StockValue), FigureJson.Wire.StatsBody);
    }

    private static async Task<IResult> MetricsAsync(HttpRequest request, BodegaDb db, ReadSalesFigures read, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        var today = caller.Zone.DayOf(clock.GetNow());
        if (PeriodOf(request, today) is not { } period) return StockJson.Error("Formato de fecha inválido", 400);
        var figures = await read.RunAsync(period, ct);
        var alerts = await db.StockAlertsAsync(today, ct);
        return StockJson.Ok(MetricsBody.Of(figures, alerts), MetricsJson.Wire.MetricsBody);
    }

    private static async Task<IResult> NeverSoldAsync(BodegaDb db, CancellationToken ct)
    {
        var products = await (
            from level in db.StockLevels
            join product in db.Products on level.ProductId equals product.Id
            where level.LastSoldAt == null && product.IsActive && product.SoldBy == SoldBy.Unit
            orderby level.OnHand descending, product.Id
            select new NeverSoldProduct(product.Id, product.Name, product.Barcode, level.OnHand, product.Price)).Take(MostNeverSold).ToListAsync(ct);
        return StockJson.Ok(new NeverSoldBody(products), FigureJson.Wire.NeverSoldBody);
    }

    // Both ends override the number of days; one alone counts for nothing.
    private static Period? PeriodOf(HttpRequest request, DateOnly today)
    {
        var (from, to) = (request.Text("from"), request.Text("to"));
        if (from.Length == 0 || to.Length == 0) return Period.UpTo(today, request.Whole("period", 7, 1, Period.MostDays));
        return WireTime.TryDay(from, out var start) && WireTime.TryDay(to, out var end) ? Period.Between(start, end) : null;
    }
}
