using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Insights;

/// <summary>One product as figures about stock see it.</summary>
/// <param name="Id">The product.</param>
/// <param name="Name">Its name.</param>
/// <param name="Code">Its code.</param>
/// <param name="Category">Its heading.</param>
/// <param name="OnHand">Pieces on hand.</param>
/// <param name="MinStock">Reorder level.</param>
/// <param name="Price">Price of one piece.</param>
/// <param name="Consumed">Units that left in the last 30 days.</param>
/// <param name="Exits">Movements that took them.</param>
/// <param name="LastMovedAt">Newest movement; null = never.</param>
public sealed record StockFigure(
    long Id, string Name, string? Code, string? Category, long OnHand, long MinStock, Money Price, long Consumed, int Exits, DateTimeOffset? LastMovedAt)
{
    /// <summary>What is on hand, at its price; more than <see cref="Money"/> may hold.</summary>
    public decimal Value => Price.Amount * OnHand;
}

/// <summary>One day of a summary.</summary>
/// <param name="Day">UTC day.</param>
/// <param name="First">Units in, or number of sales.</param>
/// <param name="Second">Units out, or turnover in ten-thousandths.</param>
public sealed record DayFigure(DateOnly Day, long First, long Second);

/// <summary>What a category sold.</summary>
/// <param name="Category">Its name.</param>
/// <param name="Units">Pieces.</param>
/// <param name="Revenue">Turnover.</param>
public sealed record CategoryFigure(string Category, long Units, Money Revenue);

/// <summary>Figures about stock and sales of the last month (Inventory contract, trade §16).</summary>
/// <param name="Products">All products by name, at most <see cref="ReadInventoryFigures.MostProducts"/>.</param>
/// <param name="RunningOut">On hand, and gone within a week or short; those without consumption first.</param>
/// <param name="Idle">On hand, and not moved for 30 days; what binds most money first.</param>
/// <param name="Moving">The ten that leave most.</param>
/// <param name="Critical">Short ones; the largest suggestion first.</param>
/// <param name="Movements">31 UTC days, oldest first.</param>
/// <param name="Sales">31 UTC days, oldest first.</param>
/// <param name="Categories">The eight that earned most in 30 days.</param>
/// <param name="Empty">Products with nothing on hand.</param>
/// <param name="Few">Products that are short, but not empty.</param>
/// <param name="Enough">The others.</param>
/// <param name="StockValue">Price times pieces of all products.</param>
public sealed record InventoryFigures(
    IReadOnlyList<StockFigure> Products, IReadOnlyList<StockFigure> RunningOut, IReadOnlyList<StockFigure> Idle, IReadOnlyList<StockFigure> Moving, IReadOnlyList<StockFigure> Critical,
    IReadOnlyList<DayFigure> Movements, IReadOnlyList<DayFigure> Sales, IReadOnlyList<CategoryFigure> Categories, int Empty, int Few, int Enough, decimal StockValue);

/// <summary>Makes <see cref="InventoryFigures"/> with a fixed number of queries, each over the index of one stretch of time or of one state of stock.</summary>
public sealed class ReadInventoryFigures(BodegaDb db, TimeProvider clock)
{
    /// <summary>Products in the general list.</summary>
    public const int MostProducts = 500;

    /// <summary>Products in each of the other lists.</summary>
    public const int MostListed = 1000;

    private const int Days = ReorderWatch.ConsumptionDays;
    private const long DayLength = 24 * 3600 * 1_000_000L; // microseconds

    /// <summary>Reads them.</summary>
    public async Task<InventoryFigures> RunAsync(CancellationToken ct)
    {
        var now = clock.GetNow();
        var since = now.AddDays(-Days);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var firstDay = new DateTimeOffset(today.AddDays(-Days).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var (consumed, soonIds) = await ConsumedAsync(since, ct);
        var products = await Rows(Pieces().OrderBy(row => row.Product.Name).ThenBy(row => row.Product.Id).Take(MostProducts)).Select(row => row.ToFigure(consumed)).ToListAsync(ct);
        var shortOnes = Rows(Pieces().Where(row => row.Level.OnHand <= row.Level.MinStock + HeldStock.ShortMargin)).Select(row => row.ToFigure(consumed));
        var critical = new Best<StockFigure, long>(MostListed, figure => -ReorderWatch.SuggestedPurchase(figure.MinStock, figure.OnHand, figure.Consumed));
        var still = new Best<StockFigure, long>(MostListed, figure => figure.OnHand);
        await foreach (var figure in shortOnes.WithCancellation(ct))
        {
            critical.Add(figure);
            if (figure.OnHand > 0) still.Add(figure);
        }
        var soon = await Rows(Pieces().Where(row => soonIds.Contains(row.Product.Id))).Select(row => row.ToFigure(consumed)).ToListAsync(ct);
        var idle = new Best<StockFigure, decimal>(MostListed, figure => -figure.Value);
        var rested = now.AddDays(-Days);
        await foreach (var row in Rows(Pieces().Where(row => row.Level.OnHand > 0 && (row.Level.LastMovedAt == null || row.Level.LastMovedAt <= rested))).WithCancellation(ct)) idle.Add(row.ToFigure(consumed));
        var top = consumed.OrderByDescending(pair => pair.Value.Units).ThenBy(pair => pair.Key).Take(50).Select(pair => pair.Key).ToArray();
        var moving = await Rows(Pieces().Where(row => top.Contains(row.Product.Id))).Select(row => row.ToFigure(consumed)).ToListAsync(ct);
        var (empty, few, enough, value) = await CountAsync(ct);
        return new InventoryFigures(
            products, RunningOut(still.Sorted, soon), idle.Sorted, [.. moving.OrderByDescending(figure => figure.Consumed).ThenBy(figure => figure.Id).Take(10)], critical.Sorted,
            await MovementsAsync(firstDay, today, ct), await SalesAsync(firstDay, today, ct), await CategoriesAsync(since, ct), empty, few, enough, value);
    }

    // What left in the last month, product by product, with what is left of it; bounded by the number of products that moved at all.
    private async Task<(Dictionary<long, (long Units, int Exits)> Consumed, IReadOnlyList<long> Soon)> ConsumedAsync(DateTimeOffset since, CancellationToken ct)
    {
        var gone = from movement in db.StockMovements
                   where movement.At >= since && movement.Quantity < 0 && !movement.IsReversed && !movement.IsWithdrawn
                   group movement by movement.ProductId + 0 into product // see below
                   select new { product.Key, Units = -product.Sum(movement => movement.Quantity), Exits = product.Count() };
        var rows = from product in gone
                   join level in db.StockLevels on product.Key equals level.ProductId
                   select new { product.Key, product.Units, product.Exits, level.OnHand, level.MinStock };
        var consumed = new Dictionary<long, (long Units, int Exits)>();
        var soon = new Best<(long Id, decimal Days), decimal>(MostListed, product => product.Days);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
        {
            consumed[row.Key] = (row.Units, row.Exits);
            // Short ones are listed anyway.
            if (row.OnHand > row.MinStock + HeldStock.ShortMargin && row.OnHand * Days <= 7 * row.Units) soon.Add((row.Key, (decimal)row.OnHand / row.Units));
        }
        return (consumed, [.. soon.Sorted.Select(product => product.Id)]);
    }

    private static List<StockFigure> RunningOut(IReadOnlyList<StockFigure> shortOnes, IReadOnlyList<StockFigure> soon) =>
    [
        .. shortOnes.Where(figure => figure.Consumed == 0).OrderBy(figure => figure.OnHand).ThenBy(figure => figure.Id),
        .. shortOnes.Where(figure => figure.Consumed > 0).Concat(soon).OrderBy(figure => (decimal)figure.OnHand / figure.Consumed).ThenBy(figure => figure.Id),
    ];

    private async Task<List<DayFigure>> MovementsAsync(DateTimeOffset first, DateOnly today, CancellationToken ct)
    {
        // What is weighed or made to order is little where there is any: leaving it out costs less than looking every line's product up.
        var others = db.Products.Where(product => product.SoldBy != SoldBy.Unit).Select(product => product.Id);
        var rows = await (from movement in db.StockMovements
                          where movement.At >= first && !movement.IsWithdrawn && !others.Contains(movement.ProductId)
                          group movement by Instants.ToMicroseconds(movement.At) / DayLength into day
                          select new { day.Key, In = day.Sum(movement => movement.Quantity > 0 ? movement.Quantity : 0), Out = -day.Sum(movement => movement.Quantity < 0 ? movement.Quantity : 0) }).ToListAsync(ct);
        return Fill(today, rows.ToDictionary(row => DayOf(row.Key), row => (row.In, row.Out)));
    }

    private async Task<List<DayFigure>> SalesAsync(DateTimeOffset first, DateOnly today, CancellationToken ct)
    {
        var rows = await (from sale in db.Sales
                          where sale.At >= first
                          group sale by Instants.ToMicroseconds(sale.At) / DayLength into day
                          select new { day.Key, Sales = day.LongCount(), Total = day.Sum(sale => Money.InTenThousandths(sale.Total)) }).ToListAsync(ct);
        return Fill(today, rows.ToDictionary(row => DayOf(row.Key), row => (row.Sales, row.Total)));
    }

    private async Task<List<CategoryFigure>> CategoriesAsync(DateTimeOffset since, CancellationToken ct)
    {
        var sold = from line in db.SaleLines
                   where line.At >= since
                   // The nought keeps SQLite from reading all of the tenant's lines in the order of the group instead of the last month's by their index.
                   group line by line.ProductId + 0 into product
                   select new { ProductId = product.Key, Units = product.Sum(line => line.Quantity), Revenue = product.Sum(line => Money.InTenThousandths(line.Total)) };
        var rows = await (from product in sold
                          join article in db.Products on product.ProductId equals article.Id
                          join category in db.Categories on article.CategoryId equals category.Id into headings
                          from heading in headings.DefaultIfEmpty()
                          where article.SoldBy == SoldBy.Unit
                          group product by heading!.Name into category
                          orderby category.Sum(product => product.Revenue) descending
                          select new { category.Key, Units = category.Sum(product => product.Units), Revenue = category.Sum(product => product.Revenue) }).Take(8).ToListAsync(ct);
        return rows.ConvertAll(row => new CategoryFigure(row.Key ?? Category.Unclassified, row.Units, new Money(row.Revenue)));
    }

    // Counted here and not in the database, which would run out of digits before a shop of large numbers does.
    private async Task<(int Empty, int Few, int Enough, decimal Value)> CountAsync(CancellationToken ct)
    {
        var (empty, few, enough, value) = (0, 0, 0, 0m);
        await foreach (var row in Pieces().Select(row => new { row.Product.Price, row.Level.OnHand, row.Level.MinStock }).AsAsyncEnumerable().WithCancellation(ct))
        {
            value += row.Price.Amount * row.OnHand;
            if (row.OnHand <= 0) empty++;
            else if (row.OnHand <= row.MinStock + HeldStock.ShortMargin) few++;
            else enough++;
        }
        return (empty, few, enough, value);
    }

    private IQueryable<Piece> Pieces() =>
        from product in db.Products.AsNoTracking()
        join level in db.StockLevels on product.Id equals level.ProductId
        where product.SoldBy == SoldBy.Unit && product.IsActive
        select new Piece { Product = product, Level = level };

    private IAsyncEnumerable<Row> Rows(IQueryable<Piece> pieces) => pieces.Select(row => new Row(
        row.Product.Id, row.Product.Name, row.Product.Barcode, db.Categories.Where(category => category.Id == row.Product.CategoryId).Select(category => category.Name).FirstOrDefault(),
        row.Level.OnHand, row.Level.MinStock, row.Product.Price, row.Level.LastMovedAt)).AsAsyncEnumerable();

    private static DateOnly DayOf(long day) => DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(day));

    private static List<DayFigure> Fill(DateOnly today, Dictionary<DateOnly, (long First, long Second)> days) =>
        [.. Enumerable.Range(0, Days + 1).Select(back => today.AddDays(back - Days)).Select(day => days.TryGetValue(day, out var figures) ? new DayFigure(day, figures.First, figures.Second) : new DayFigure(day, 0, 0))];

    private sealed class Piece
    {
        public required Product Product { get; init; }
        public required StockLevel Level { get; init; }
    }

    private sealed record Row(long Id, string Name, string? Code, string? Category, long OnHand, long MinStock, Money Price, DateTimeOffset? LastMovedAt)
    {
        public StockFigure ToFigure(Dictionary<long, (long Units, int Exits)> consumed)
        {
            var (units, exits) = consumed.GetValueOrDefault(Id);
            return new StockFigure(Id, Name, Code, Category, OnHand, MinStock, Price, units, exits, LastMovedAt);
        }
    }

    // Keeps the first so many by a measure, however many pass by.
    private sealed class Best<T, TMeasure>(int most, Func<T, TMeasure> measure) where TMeasure : IComparable<TMeasure>
    {
        private readonly List<T> _kept = [];

        public IReadOnlyList<T> Sorted => [.. _kept.OrderBy(measure).Take(most)];

        public void Add(T item)
        {
            _kept.Add(item);
            if (_kept.Count < most * 2) return;
            var best = _kept.OrderBy(measure).Take(most).ToList();
            _kept.Clear();
            _kept.AddRange(best);
        }
    }
}
