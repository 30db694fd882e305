using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Insights;

/// <summary>Makes <see cref="SalesFigures"/> with a fixed number of queries, each over the index of one stretch of time.</summary>
/// <remarks>Days and hours are those of the shop's wall clock, which no fixed offset gives across a change of clocks. So the database
/// counts by hours of UTC (quarters of an hour where the zone needs them) and they are put into days here.</remarks>
public sealed class ReadSalesFigures(BodegaDb db, Caller caller)
{
    private const long Quarter = 15 * 60 * 1_000_000L; // microseconds

    /// <summary>Reads the figures of a period.</summary>
    public async Task<SalesFigures> RunAsync(Period period, CancellationToken ct)
    {
        var (before, start, end) = (period.Before.From(caller.Zone), period.From(caller.Zone), period.Until(caller.Zone));
        var fold = new Fold(period, caller.Zone);
        foreach (var bucket in await BucketsAsync(before, end, IsWholeHours(caller.Zone, before, end) ? 4 * Quarter : Quarter, ct))
            fold.Add(bucket.Start, new Turnover(new Money(bucket.Revenue), bucket.Sales), isCurrent: bucket.Start >= start);
        var units = await UnitsAsync(before, start, end, ct);
        return new SalesFigures(
            period, fold.Days, fold.Weekdays, fold.Hours, fold.Total, fold.Previous, units.Now, units.Before,
            await SellersAsync(before, start, end, ct), await TopAsync(start, end, ct), await ForecastAsync(period.Days, start, end, ct));
    }

    private async Task<List<Bucket>> BucketsAsync(DateTimeOffset before, DateTimeOffset end, long width, CancellationToken ct) =>
        (await (from sale in db.Sales
                where sale.At >= before && sale.At < end
                group sale by Instants.ToMicroseconds(sale.At) / width into bucket
                select new { bucket.Key, Sales = bucket.Count(), Revenue = bucket.Sum(sale => Money.InTenThousandths(sale.Total)) }).ToListAsync(ct))
        .ConvertAll(row => new Bucket(Instants.FromMicroseconds(row.Key * width), row.Sales, row.Revenue));

    private async Task<(long Now, long Before)> UnitsAsync(DateTimeOffset before, DateTimeOffset start, DateTimeOffset end, CancellationToken ct)
    {
        var weighed = Weighed();
        var sums = await (from line in db.SaleLines
                          where line.At >= before && line.At < end && !weighed.Contains(line.ProductId)
                          group line by 1 into all
                          select new { Now = all.Sum(line => line.At >= start ? line.Quantity : 0), All = all.Sum(line => line.Quantity) }).FirstOrDefaultAsync(ct);
        return sums is null ? (0, 0) : (sums.Now, sums.All - sums.Now);
    }

    private async Task<List<SellerFigures>> SellersAsync(DateTimeOffset before, DateTimeOffset start, DateTimeOffset end, CancellationToken ct)
    {
        var sold = from sale in db.Sales
                   where sale.At >= before && sale.At < end
                   group sale by sale.SellerId into sales
                   select new
                   {
                       SellerId = sales.Key,
                       Now = sales.Sum(sale => sale.At >= start ? 1 : 0),
                       Before = sales.Sum(sale => sale.At < start ? 1 : 0),
                       RevenueNow = sales.Sum(sale => sale.At >= start ? Money.InTenThousandths(sale.Total) : 0L),
                       RevenueBefore = sales.Sum(sale => sale.At < start ? Money.InTenThousandths(sale.Total) : 0L),
                   };
        var rows = await (from seller in sold
                          join member in db.Memberships on seller.SellerId equals member.Id
                          where member.Status == MembershipStatus.Active && seller.Now > 0
                          orderby seller.RevenueNow descending, member.Id
                          select new { member.Id, member.UserName, seller.Now, seller.Before, seller.RevenueNow, seller.RevenueBefore }).ToListAsync(ct);
        var weighed = Weighed();
        // A line's time is its sale's: said of both, either may be read by its index and hashed.
        var units = await (from line in db.SaleLines
                           join sale in db.Sales on line.SaleId equals sale.Id
                           where line.At >= start && line.At < end && sale.At >= start && sale.At < end && !weighed.Contains(line.ProductId)
                           group line.Quantity by sale.SellerId into quantities
                           select new { SellerId = quantities.Key, Units = quantities.Sum() }).ToDictionaryAsync(row => row.SellerId, row => row.Units, ct);
        return rows.ConvertAll(row => new SellerFigures(
            row.Id, row.UserName, new Turnover(new Money(row.RevenueNow), row.Now), new Turnover(new Money(row.RevenueBefore), row.Before), units.GetValueOrDefault(row.Id)));
    }

    private async Task<List<ProductFigures>> TopAsync(DateTimeOffset start, DateTimeOffset end, CancellationToken ct) =>
        (await (from sold in Sold(start, end)
                join product in db.Products on sold.ProductId equals product.Id
                where product.SoldBy == SoldBy.Unit
                orderby sold.Units descending, product.Id
                select new { product.Id, product.Name, product.Barcode, sold.Units, sold.Revenue })
            .Take(SalesFigures.MostTopProducts).ToListAsync(ct))
        .ConvertAll(row => new ProductFigures(row.Id, row.Name, row.Barcode, row.Units, new Money(row.Revenue)));

    private async Task<List<StockForecast>> ForecastAsync(int days, DateTimeOffset start, DateTimeOffset end, CancellationToken ct) =>
        (await (from sold in Sold(start, end)
                join product in db.Products on sold.ProductId equals product.Id
                join level in db.StockLevels on sold.ProductId equals level.ProductId
                where product.IsActive && product.SoldBy == SoldBy.Unit
                // ⌊stock ÷ (units ÷ days)⌋ in whole numbers: no average is rounded before it is used.
                orderby level.OnHand * days / sold.Units, sold.Units descending, product.Id
                select new { product.Id, product.Name, product.Barcode, level.OnHand, level.MinStock, sold.Units })
            .Take(SalesFigures.MostForecasts).ToListAsync(ct))
        .ConvertAll(row => new StockForecast(row.Id, row.Name, row.Barcode, row.OnHand, row.MinStock, row.Units, row.OnHand * days / row.Units));

    // Goods sold by weight are few where there are any: leaving them out costs less than looking every line's product up.
    private IQueryable<long> Weighed() => db.Products.Where(product => product.SoldBy == SoldBy.Weight).Select(product => product.Id);

    private IQueryable<SoldProduct> Sold(DateTimeOffset start, DateTimeOffset end) =>
        from line in db.SaleLines
        where line.At >= start && line.At < end
        group line by line.ProductId into lines
        select new SoldProduct { ProductId = lines.Key, Units = lines.Sum(line => line.Quantity), Revenue = lines.Sum(line => Money.InTenThousandths(line.Total)) };

    // A zone may change its offset; what counts is whether any offset in the stretch has odd minutes.
    private static bool IsWholeHours(TimeZoneInfo zone, DateTimeOffset start, DateTimeOffset end)
    {
        for (var at = start; at < end; at = at.AddDays(1))
            if (zone.GetUtcOffset(at).Ticks % TimeSpan.TicksPerHour != 0) return false;
        return zone.GetUtcOffset(end).Ticks % TimeSpan.TicksPerHour == 0;
    }

    private readonly record struct Bucket(DateTimeOffset Start, int Sales, long Revenue);

    private sealed class SoldProduct
    {
        public long ProductId { get; init; }
        public long Units { get; init; }
        public long Revenue { get; init; }
    }

    // Puts buckets into the shop's days, weekdays and hours.
    private sealed class Fold(Period period, TimeZoneInfo zone)
    {
        public Turnover[] Days { get; } = new Turnover[period.Days];
        public Turnover[] Weekdays { get; } = new Turnover[7];
        public int[] Hours { get; } = new int[24];
        public Turnover Total { get; private set; }
        public Turnover Previous { get; private set; }

        public void Add(DateTimeOffset start, Turnover sold, bool isCurrent)
        {
            if (!isCurrent)
            {
                Previous += sold;
                return;
            }
            var local = TimeZoneInfo.ConvertTime(start, zone).DateTime;
            var day = DateOnly.FromDateTime(local);
            Total += sold;
            Days[day.DayNumber - period.Start.DayNumber] += sold;
            Weekdays[((int)day.DayOfWeek + 6) % 7] += sold;
            Hours[local.Hour] += sold.Sales;
        }
    }
}
