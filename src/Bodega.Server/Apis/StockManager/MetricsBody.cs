using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bodega.Insights;
using Bodega.Kernel;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The answer of <c>GET /api/metrics</c> (contract §4.9); its names are in camel case.</summary>
internal sealed record MetricsBody(
    KpiBody Kpis, SalesOverTimeBody SalesOverTime, IReadOnlyList<TopProductBody> TopProducts, IReadOnlyList<int> SalesByWeekday, IReadOnlyList<int> SalesByHour,
    ComparisonBody Comparison, AlertsBody Alerts, InsightsBody Insights, IReadOnlyList<VendorBody> Vendors, PeriodBody Period, InventoryBody Inventory,
    TrendLineBody TrendLine, HeatmapBody Heatmap, IReadOnlyList<ForecastBody> InventoryForecast, IReadOnlyList<ForecastBody> CriticalStocks)
{
    private static readonly string[] ShortDays = ["Lun", "Mar", "Mié", "Jue", "Vie", "Sáb", "Dom"];
    private static readonly string[] LongDays = ["Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábado", "Domingo"];

    /// <summary>Says the figures in the contract's shape.</summary>
    public static MetricsBody Of(SalesFigures figures, StockAlerts alerts)
    {
        var period = figures.Period;
        var labels = LabelsOf(period);
        int[] sales = [.. figures.Days.Select(day => day.Sales)];
        int[] weekdays = [.. figures.Weekdays.Select(day => day.Sales)];
        ForecastBody[] forecast = [.. figures.Forecast.Select(row => ForecastBody.Of(row, period.Days))];
        return new MetricsBody(
            KpiBody.Of(figures),
            new SalesOverTimeBody(labels, [.. figures.Days.Select(day => day.Revenue)], sales, sales),
            [.. figures.TopProducts.Select(row => new TopProductBody(row.ProductId, row.Name, row.Barcode ?? "Sin SKU", row.Units, row.Revenue))],
            weekdays, figures.Hours,
            new ComparisonBody(figures.Total.Revenue, figures.Previous.Revenue),
            new AlertsBody(alerts.OutOfStock, alerts.LowStock, alerts.NoMovement),
            InsightsOf(figures),
            [.. figures.Sellers.Select(VendorBody.Of)],
            new PeriodBody(WireTime.Day(period.Start)!, WireTime.Day(period.End)!, period.Days), // given days are never null
            new InventoryBody(alerts.StockValue, forecast.Sum(row => row.CurrentStock)),
            TrendOf(labels, figures.Days),
            new HeatmapBody(HeatOf(weekdays, figures.Hours), ShortDays, [.. Enumerable.Range(0, 24)]),
            forecast,
            [.. forecast.Where(row => row.Status == ForecastBody.Danger)]);
    }

    /// <summary>Change in percent, one decimal; from nothing to something is 100.</summary>
    public static decimal Change(decimal now, decimal before) =>
        before == 0 ? (now > 0 ? 100 : 0) : Round((now - before) / before * 100, 1);

    /// <summary>Total per sale, rounded to cents; nothing for no sales.</summary>
    public static decimal Ticket(Turnover turnover) => turnover.Sales == 0 ? 0 : Round(turnover.Revenue.Amount / turnover.Sales, 2);

    /// <summary>Halves away from zero, and never minus zero.</summary>
    public static decimal Round(decimal value, int places)
    {
        var rounded = decimal.Round(value, places, MidpointRounding.AwayFromZero);
        return rounded == 0 ? 0 : rounded;
    }

    private static string[] LabelsOf(Period period) =>
        [.. Enumerable.Range(0, period.Days).Select(period.Start.AddDays).Select(day =>
            period.Days <= 7 ? ShortDays[((int)day.DayOfWeek + 6) % 7] : day.ToString("dd'/'MM", CultureInfo.InvariantCulture))];

    private static InsightsBody InsightsOf(SalesFigures figures)
    {
        var any = figures.Total.Sales > 0;
        var best = Enumerable.Range(0, 7).MaxBy(day => figures.Weekdays[day].Revenue);
        var peak = Enumerable.Range(0, 24).MaxBy(hour => figures.Hours[hour]);
        return new InsightsBody(
            any ? new BestDayBody(LongDays[best], figures.Weekdays[best].Revenue) : null,
            any ? peak : null,
            figures.TopProducts is [var top, ..] ? new TopInsightBody(top.Name, top.Units) : null,
            TrendText(figures.Total.Revenue.Amount, figures.Previous.Revenue.Amount));
    }

    private static string TrendText(decimal now, decimal before)
    {
        if (before == 0) return "No hay datos del período anterior para comparar.";
        var change = Change(now, before);
        var size = Math.Abs(change).ToString("0.0", CultureInfo.InvariantCulture);
        return change switch
        {
            > 10 => $"Las ventas aumentaron {size}% respecto al período anterior. ¡Excelente trabajo!",
            > 0 => $"Las ventas aumentaron {size}% respecto al período anterior. Buen progreso.",
            > -10 => $"Las ventas disminuyeron {size}% respecto al período anterior. Considera revisar tu estrategia.",
            _ => $"Las ventas cayeron {size}% respecto al período anterior. Se recomienda tomar acción.",
        };
    }

    private static TrendLineBody TrendOf(string[] labels, IReadOnlyList<Turnover> days)
    {
        var window = Math.Min(7, Math.Max(1, days.Count / 2));
        var revenue = new decimal?[days.Count];
        var count = new decimal?[days.Count];
        var sum = default(Turnover);
        for (var day = 0; day < days.Count; day++)
        {
            sum += days[day];
            if (day >= window) sum = new Turnover(sum.Revenue - days[day - window].Revenue, sum.Sales - days[day - window].Sales);
            if (day < window - 1) continue;
            revenue[day] = Round(sum.Revenue.Amount / window, 2);
            count[day] = Round((decimal)sum.Sales / window, 2);
        }
        return new TrendLineBody(labels, revenue, count);
    }

    // ⌊weekday's sales × hour's sales ÷ all sales⌋, in whole numbers.
    private static int[][] HeatOf(int[] weekdays, IReadOnlyList<int> hours)
    {
        var all = hours.Sum();
        return [.. weekdays.Select(day => hours.Select(hour => all == 0 ? 0 : (int)((long)day * hour / all)).ToArray())];
    }
}

internal sealed record KpiBody(
    Money Revenue, int TotalSales, decimal AvgTicket, long UnitsSold, decimal RevenueChange, decimal SalesChange, decimal TicketChange, decimal UnitsChange)
{
    public static KpiBody Of(SalesFigures figures)
    {
        var (now, before) = (figures.Total, figures.Previous);
        return new KpiBody(
            now.Revenue, now.Sales, MetricsBody.Ticket(now), figures.Units,
            MetricsBody.Change(now.Revenue.Amount, before.Revenue.Amount), MetricsBody.Change(now.Sales, before.Sales),
            MetricsBody.Change(MetricsBody.Ticket(now), MetricsBody.Ticket(before)), MetricsBody.Change(figures.Units, figures.PreviousUnits));
    }
}

internal sealed record SalesOverTimeBody(IReadOnlyList<string> Labels, IReadOnlyList<Money> Revenue, IReadOnlyList<int> Sales, IReadOnlyList<int> Count);

internal sealed record TopProductBody(long Id, string Name, string Sku, long Units, Money Revenue);

internal sealed record ComparisonBody(Money Current, Money Previous);

internal sealed record AlertsBody(int OutOfStock, int LowStock, int NoMovement);

internal sealed record InsightsBody(BestDayBody? BestDay, int? PeakHour, TopInsightBody? TopProduct, string Trend);

internal sealed record BestDayBody(string Name, Money Revenue);

internal sealed record TopInsightBody(string Name, long Units);

internal sealed record VendorBody(
    long Id, string Name, Money Revenue, int SalesCount, long UnitsSold, decimal AvgTicket, decimal RevenueChange, decimal SalesChange)
{
    public static VendorBody Of(SellerFigures seller) => new(
        seller.MembershipId, seller.UserName, seller.Now.Revenue, seller.Now.Sales, seller.Units, MetricsBody.Ticket(seller.Now),
        MetricsBody.Change(seller.Now.Revenue.Amount, seller.Before.Revenue.Amount), MetricsBody.Change(seller.Now.Sales, seller.Before.Sales));
}

internal sealed record PeriodBody(string Start, string End, int Days);

internal sealed record InventoryBody(Money TotalValue, long TotalUnits);

internal sealed record TrendLineBody(IReadOnlyList<string> Labels, IReadOnlyList<decimal?> Revenue, IReadOnlyList<decimal?> Count);

internal sealed record HeatmapBody(IReadOnlyList<int[]> Data, IReadOnlyList<string> Days, IReadOnlyList<int> Hours);

internal sealed record ForecastBody(
    long Id, string Name, string? Sku, long CurrentStock, long MinStock, long UnitsSold, decimal DailyAverage, long DaysRemaining, decimal Rotation, string Status)
{
    public const string Danger = "danger";

    public static ForecastBody Of(StockForecast row, int days) => new(
        row.ProductId, row.Name, row.Barcode, row.OnHand, row.MinStock, row.Units, MetricsBody.Round((decimal)row.Units / days, 2), row.DaysLeft,
        row.OnHand == 0 ? 0 : MetricsBody.Round((decimal)row.Units / row.OnHand, 2),
        row.DaysLeft switch { <= 3 => Danger, <= 7 => "warning", _ => "normal" });
}

[JsonSerializable(typeof(MetricsBody))]
internal sealed partial class MetricsJson : JsonSerializerContext
{
    public static MetricsJson Wire { get; } = new(new JsonSerializerOptions(StockJson.Options()) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase });
}
