using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Sales;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Sales as the wire shows them (contract §4.8, §7.2): first the page's ids by index alone, then its sales, then all their lines at once.</summary>
internal static class SaleReads
{
    private static readonly DateOnly FirstDay = new(1900, 1, 1);
    private static readonly DateOnly LastDay = new(9000, 12, 31);
    private const int FewProducts = 100;

    public static async Task<IResult> ListAsync(HttpRequest http, BodegaDb db, Caller caller, CancellationToken ct)
    {
        var (page, limit) = (http.Whole("page", 1, 1), http.Whole("limit", 10, 1, 100));
        var (total, ids) = await FindAsync(http, db, caller.Zone, WireQuery.Skip(page, limit), limit, ct);
        var sales = ids.Count == 0 ? [] : await ReadAsync(db, db.Sales.IgnoreQueryFilters([Filters.Tenant]).Where(sale => ids.Contains(sale.Id)), caller.Zone, ct); // as for their lines, below
        return StockJson.Ok(new SalesPageBody(sales, total, page, WireQuery.Pages(total, limit), limit), SaleJson.Wire.SalesPageBody);
    }

    public static async Task<IResult> OneAsync(long id, BodegaDb db, Caller caller, CancellationToken ct) =>
        await ReadAsync(db, db.Sales.Where(sale => sale.Id == id), caller.Zone, ct) is [var sale]
            ? StockJson.Ok(sale with { TotalQuantity = null }, SaleJson.Wire.SaleBody)
            : StockJson.Error("Sale not found", 404);

    public static async Task<IResult> EditAsync(long id, BodegaDb db, Caller caller, CancellationToken ct)
    {
        if (await Rows(db, db.Sales.Where(s => s.Id == id)).FirstOrDefaultAsync(ct) is not { } sale) return StockJson.Error("Venta no encontrada", 404);
        var lines = await LinesAsync(db, [id], ct);
        return StockJson.Ok(
            new SaleEditBody(
                sale.Id, WireTime.Clock(sale.At, caller.Zone), sale.SellerId, sale.Seller ?? "unknown", sale.PaymentMethod,
                [.. lines.Where(line => line.SoldBy == SoldBy.Unit).Select(line => new SaleEditItemBody(line.ProductId, line.Quantity, line.UnitPrice, line.Name))],
                sale.CustomerId, sale.AmountPaid, sale.Total - sale.AmountPaid,
                [.. lines.Where(line => line.SoldBy == SoldBy.Weight).Select(line => new SaleEditWeightBody(line.ProductId, line.Quantity / 1000m, line.Total, line.Name))]),
            SaleJson.Wire.SaleEditBody);
    }

    // Newest first, by index alone: sales by time or seller, or, when a product is asked for, its lines (which carry the sale's time).
    private static async Task<(int Total, List<long> Ids)> FindAsync(HttpRequest http, BodegaDb db, TimeZoneInfo zone, int skip, int limit, CancellationToken ct)
    {
        var sales = db.Sales.AsNoTracking();
        var lines = db.SaleLines.AsNoTracking();
        if (WireTime.TryDay(http.Query["from"], out var from))
        {
            var start = zone.StartOf(Within(from));
            (sales, lines) = (sales.Where(sale => sale.At >= start), lines.Where(line => line.At >= start));
        }
        if (WireTime.TryDay(http.Query["to"], out var to))
        {
            var end = zone.StartOf(Within(to).AddDays(1));
            (sales, lines) = (sales.Where(sale => sale.At < end), lines.Where(line => line.At < end));
        }
        if (NormalText.Of(Clean(http.Text("vendedor"))) is { Length: > 0 } seller)
        {
            var sellers = await SellersAsync(db, seller, ct);
            if (sellers.Count == 0) return (0, []);
            sales = sales.Where(sale => sellers.Contains(sale.SellerId));
            lines = lines.Where(line => sales.Any(sale => sale.Id == line.SaleId));
        }
        if (NormalText.Of(Clean(http.Text("product"))) is { Length: > 0 } name)
        {
            // The index holds name, line feed, barcode; the contract asks for the name.
            var inName = NormalText.Containing(name) + "\n%";
            var matching = db.Provider.Containing(db, db.Products, name, inDescriptionToo: false).Where(product => EF.Functions.Like(product.SearchName, inName, "\\")).Select(product => product.Id);
            var few = await matching.Take(FewProducts + 1).ToListAsync(ct);
            if (few.Count == 0) return (0, []);
            // Of few products the lines are looked up; of many, the newest lines are gone through until the page is full.
            var found = (few.Count <= FewProducts ? lines.Where(line => few.Contains(line.ProductId)) : lines.Where(line => matching.Contains(line.ProductId)))
                .Select(line => new { line.At, line.SaleId }).Distinct();
            var count = await found.CountAsync(ct);
            return count <= skip ? (count, []) : (count, await found.OrderByDescending(line => line.At).ThenByDescending(line => line.SaleId).Skip(skip).Take(limit).Select(line => line.SaleId).ToListAsync(ct));
        }
        var total = await sales.CountAsync(ct);
        return total <= skip ? (total, []) : (total, await sales.OrderByDescending(sale => sale.At).ThenByDescending(sale => sale.Id).Skip(skip).Take(limit).Select(sale => sale.Id).ToListAsync(ct));
    }

    // A shop's staff is few; its customers, who are members too and may be many, sell nothing.
    private static async Task<List<long>> SellersAsync(BodegaDb db, string text, CancellationToken ct)
    {
        var staff = await db.Memberships.Where(member => member.Role != MembershipRole.Customer)
            .Select(member => new { member.Id, member.UserName, Email = member.Account == null ? "" : member.Account.Email }).ToListAsync(ct);
        return [.. staff.Where(member => NormalText.Of(member.UserName).Contains(text, StringComparison.Ordinal) || NormalText.Of(member.Email).Contains(text, StringComparison.Ordinal)).Select(member => member.Id)];
    }

    private static async Task<List<SaleBody>> ReadAsync(BodegaDb db, IQueryable<Sale> wanted, TimeZoneInfo zone, CancellationToken ct)
    {
        var sales = await Rows(db, wanted).ToListAsync(ct);
        if (sales.Count == 0) return [];
        var lines = (await LinesAsync(db, [.. sales.Select(sale => sale.Id)], ct)).ToLookup(line => line.SaleId);
        return
        [
            .. sales.OrderByDescending(sale => sale.At).ThenByDescending(sale => sale.Id).Select(sale => new SaleBody(
                sale.Id, WireTime.Clock(sale.At, zone), [.. lines[sale.Id].Select(BodyOf)],
                lines[sale.Id].Where(line => line.SoldBy == SoldBy.Unit).Sum(line => line.Quantity),
                sale.Total, sale.Seller ?? "unknown", sale.SellerId, sale.PaymentMethod,
                sale.CustomerId, sale.Customer, sale.AmountPaid, sale.Total - sale.AmountPaid)),
        ];
    }

    private static IQueryable<SaleRow> Rows(BodegaDb db, IQueryable<Sale> sales) => sales.Select(sale => new SaleRow(
        sale.Id, sale.At, sale.SellerId,
        db.Memberships.Where(member => member.Id == sale.SellerId).Select(member => member.UserName).FirstOrDefault(),
        sale.PaymentMethod, sale.CustomerId,
        db.Customers.Where(customer => customer.Id == sale.CustomerId).Select(customer => customer.Name).FirstOrDefault(),
        sale.Total, sale.AmountPaid));

    // Pieces before weights, each in the order in which they were rung up. The sales were found within the tenant, and lines are of
    // their sale's tenant; naming it again would lead SQLite, where it has no statistics, to read all of the tenant's lines.
    private static async Task<List<LineRow>> LinesAsync(BodegaDb db, List<long> saleIds, CancellationToken ct) => await db.SaleLines.IgnoreQueryFilters([Filters.Tenant])
        .Where(line => saleIds.Contains(line.SaleId))
        .Join(db.Products, line => line.ProductId, product => product.Id, (line, product) => new { line, product })
        .OrderBy(row => row.line.SaleId).ThenBy(row => row.product.SoldBy).ThenBy(row => row.line.Id)
        .Select(row => new LineRow(row.line.SaleId, row.product.Id, row.product.Name, row.product.SoldBy, row.line.Quantity, row.line.UnitPrice, row.line.Total))
        .ToListAsync(ct);

    private static SaleLineBody BodyOf(LineRow line) => line.SoldBy == SoldBy.Unit
        ? new SaleLineBody(line.Name, line.Quantity, null, line.UnitPrice, "unit")
        : new SaleLineBody(line.Name, null, line.Quantity / 1000m, line.Total, "weight");

    // Days outside what a calendar of instants can hold mean "as far as there is".
    private static DateOnly Within(DateOnly day) => day < FirstDay ? FirstDay : day > LastDay ? LastDay : day;

    // PostgreSQL's text holds no NUL.
    private static string Clean(string text) => text.Replace("\0", "", StringComparison.Ordinal);

    private sealed record SaleRow(
        long Id, DateTimeOffset At, long SellerId, string? Seller, string PaymentMethod, long? CustomerId, string? Customer, Money Total, Money AmountPaid);

    private sealed record LineRow(long SaleId, long ProductId, string Name, SoldBy SoldBy, long Quantity, Money UnitPrice, Money Total);
}
