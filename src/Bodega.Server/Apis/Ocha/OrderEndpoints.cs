using System.Text.Json;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Orders;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Ocha;

/// <summary>Orders, the own history, and what each customer has spent (contract §7, §8).</summary>
internal static class OrderEndpoints
{
    private const int MostLines = 2000; // as many as 100 kB hold

    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/users/orders", OwnAsync).Requires(OchaAccess.Account);
        routes.MapPost("/api/v1/orders", PlaceAsync).Requires(OchaAccess.Account);
        routes.MapGet("/api/v1/orders/{id}", GetAsync).Requires(OchaAccess.Account);
        routes.MapGet("/api/v1/orders/{id}/items", ItemsAsync).Requires(OchaAccess.Account);
        routes.MapPatch("/api/v1/orders/{id}", SetStatusAsync).Requires(OchaAccess.Admin);
        routes.MapDelete("/api/v1/orders/{id}", DeleteAsync).Requires(OchaAccess.Account);
        routes.MapGet("/api/v1/order-stats", StatsAsync).Requires(OchaAccess.Admin);
    }

    private static async Task<IResult> OwnAsync(HttpRequest request, OchaCaller user, BodegaDb db, Caller caller, CancellationToken ct)
    {
        var (page, limit) = request.Page();
        var orders = db.Orders.AsNoTracking().Where(order => order.MembershipId == caller.MembershipId);
        if (request.Query["store_id"].ToString() is { Length: > 0 } store)
        {
            if (OchaQuery.Id(store) is not { } hex24) return OchaWords.InvalidId;
            orders = orders.Where(order => order.ShopHex24 == hex24);
        }
        if (request.Query["status"].ToString() is { Length: > 0 } word)
        {
            if (OrderWords.Read(word) is not { } status) return Page(page, 0, limit, []);
            orders = orders.Where(order => order.Status == status);
        }
        var total = await orders.CountAsync(ct);
        var skip = OchaQuery.Skip(page, limit);
        var rows = skip >= total ? [] : await orders.Include(order => order.Shop).OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id).Skip(skip).Take(limit).ToListAsync(ct);
        return Page(page, total, limit, rows.ConvertAll(order => OrderBody<string, StoreBody?>.Of(order, user.Id, StoreBody.OfAny(order.Shop))));
    }

    private static IResult Page(int page, int total, int limit, IReadOnlyList<OrderBody<string, StoreBody?>> rows) =>
        OchaJson.Ok(new OrderPage("Your order history", page, OchaQuery.Pages(total, limit), total, rows), OchaWire.Wire.OrderPage);

    private static async Task<IResult> PlaceAsync(OchaBody body, OchaCaller user, BodegaDb db, PlaceOrder place, CancellationToken ct)
    {
        if (!Cast.IsTruthy(body["store_id"]) || !Cast.IsTruthy(body["pickup"]) || body["items"] is not { ValueKind: JsonValueKind.Array } items || items.GetArrayLength() == 0)
            return OchaJson.Refuse(400, "store_id, pickup and items are required");
        var cast = new Cast("Order");
        if (OchaQuery.Id(Cast.Text(body["store_id"])) is not { } shop)
        {
            cast.Refuse("store_id", "Cast to ObjectId failed for value at path \"store_id\"");
            return OchaJson.Invalid(cast.Error!); // refused on the line above
        }
        var (lines, refusal) = Cast.Instant(body["pickup"]) is null ? ([], Pickup(cast)) : Lines(items);
        // What is wrong with the form is said only after what comes before it in the contract's order: an unknown store, an unknown product.
        if (refusal is not null) return await UnknownAsync(shop, lines, db, ct) ?? refusal;
        return (await place.RunAsync(shop, Cast.Instant(body["pickup"])!.Value, lines, ct)).Succeeded(out var placed, out var fault) // looked at above
            ? OchaJson.Ok(new OrderAnswer("Order successfully created", OrderBody<CustomerBody, StoreBody?>.Of(placed.Order, new(user.Id, user.Email, user.DisplayName), StoreBody.Of(placed.Shop))), OchaWire.Wire.OrderAnswer, 201)
            : new FaultResult(fault);
    }

    private static IResult Pickup(Cast cast)
    {
        cast.Refuse("pickup", "Cast to date failed for value at path \"pickup\"");
        return OchaJson.Invalid(cast.Error!); // refused on the line above
    }

    private static async Task<IResult?> UnknownAsync(string shop, List<OrderRequestLine> lines, BodegaDb db, CancellationToken ct)
    {
        if (!await db.Shops.AnyAsync(s => s.Hex24 == shop, ct)) return OchaWords.Unknown("Store");
        var asked = lines.Select(line => line.ProductHex24).Distinct().ToList();
        return await db.MenuItems.CountAsync(item => asked.Contains(item.Hex24), ct) < asked.Count ? OchaWords.Unknown("Product") : null;
    }

    // The items before the first that breaks a rule, and how it is refused.
    private static (List<OrderRequestLine> Lines, IResult? Refusal) Lines(JsonElement items)
    {
        var lines = new List<OrderRequestLine>();
        foreach (var item in items.EnumerateArray())
        {
            JsonElement Field(string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? value : default;
            if (!(Cast.IsTruthy(Field("product_id")) && Cast.IsTruthy(Field("size")) && Cast.IsTruthy(Field("quantity"))))
                return (lines, OchaJson.Refuse(400, "Each item must contain product_id, size and quantity"));
            var cast = new Cast("OrderItem");
            var product = OchaQuery.Id(Cast.Text(Field("product_id")));
            if (product is null) cast.Refuse("product_id", "Cast to ObjectId failed for value at path \"product_id\"");
            else
            {
                // An unknown product comes before its size and quantity.
                lines.Add(new OrderRequestLine(product, Size(Field("size"), cast), Quantity(Field("quantity"), cast)));
                if (lines.Count > MostLines) cast.Refuse("items", $"more than {MostLines} items");
            }
            if (cast.Error is { } error) return (lines, OchaJson.Invalid(error));
        }
        return (lines, null);
    }

    private static MenuSize Size(JsonElement value, Cast cast)
    {
        switch (Cast.Text(value))
        {
            case "S": return MenuSize.Small;
            case "M": return MenuSize.Medium;
            case "L": return MenuSize.Large;
        }
        cast.Refuse("size", $"`{Cast.Text(value)}` is not a valid enum value for path `size`.");
        return MenuSize.Small;
    }

    private static int Quantity(JsonElement value, Cast cast)
    {
        if (cast.Number("quantity", value) is not { } quantity) return 0;
        if (quantity < 1) cast.Refuse("quantity", $"Path `quantity` ({quantity.ToString(System.Globalization.CultureInfo.InvariantCulture)}) is less than minimum allowed value (1).");
        else if (quantity > 100) cast.Refuse("quantity", $"Path `quantity` ({quantity.ToString(System.Globalization.CultureInfo.InvariantCulture)}) is more than maximum allowed value (100).");
        else if (decimal.Truncate(quantity) != quantity) cast.Refuse("quantity", "is no whole number");
        return cast.Error is null ? (int)quantity : 0;
    }

    private static async Task<IResult> GetAsync(string id, BodegaDb db, Caller caller, CancellationToken ct)
    {
        if (OchaQuery.Id(id) is not { } hex24) return OchaWords.InvalidId;
        var order = await db.Orders.AsNoTracking().Where(OrderReach.Of(caller)).Include(o => o.Shop).Include(o => o.Member).ThenInclude(member => member!.Account)
            .FirstOrDefaultAsync(o => o.Hex24 == hex24, ct);
        return order is null
            ? OchaWords.Unknown("Order")
            : OchaJson.Ok(new OrderAnswer("Order found", OrderBody<CustomerBody, StoreBody?>.Of(order, new(order.Member!.Hex24, order.Member.Account?.Email ?? "", order.Member.UserName), StoreBody.OfAny(order.Shop))), OchaWire.Wire.OrderAnswer); // an order has somebody who placed it
    }

    private static async Task<IResult> ItemsAsync(string id, BodegaDb db, Caller caller, CancellationToken ct)
    {
        if (OchaQuery.Id(id) is not { } hex24) return OchaWords.InvalidId;
        var order = await db.Orders.AsNoTracking().Where(OrderReach.Of(caller)).Where(o => o.Hex24 == hex24).Select(o => new { o.Id, o.CreatedAt }).FirstOrDefaultAsync(ct);
        if (order is null) return OchaWords.Unknown("Order");
        var lines = await db.OrderLines.AsNoTracking().Where(line => line.OrderId == order.Id).OrderBy(line => line.Id).ToListAsync(ct);
        var products = lines.Select(line => line.ProductId).Distinct().ToList();
        var menu = await db.MenuItems.AsNoTracking().Include(item => item.Product).Where(item => products.Contains(item.ProductId)).ToDictionaryAsync(item => item.ProductId, ProductBody.Of, ct);
        var at = OchaTime.Text(order.CreatedAt);
        return OchaJson.Ok(
            new ItemsAnswer("List of items in the order", lines.ConvertAll(line => new ItemBody(
                line.Hex24, hex24, menu.GetValueOrDefault(line.ProductId), line.ProductName, line.Quantity, "SML"[(int)line.Size].ToString(), line.BasePrice, line.Extra, line.BasePrice + line.Extra, at, at))),
            OchaWire.Wire.ItemsAnswer);
    }

    private static async Task<IResult> SetStatusAsync(string id, OchaBody body, BodegaDb db, SetOrderStatus set, CancellationToken ct)
    {
        if (!Cast.IsTruthy(body["status"])) return OchaJson.Refuse(400, "New status is required");
        if (OchaQuery.Id(id) is not { } hex24) return OchaWords.InvalidId;
        if (!await db.Orders.AnyAsync(order => order.Hex24 == hex24, ct)) return OchaWords.Unknown("Order");
        var word = Cast.Text(body["status"]) ?? body["status"].GetRawText();
        if (OrderWords.Read(word) is not { } status) return OchaJson.Refuse(400, "Invalid data", $"Statut invalide: {word}");
        if (!(await set.RunAsync(hex24, status, ct)).Succeeded(out var orderId, out var fault)) return new FaultResult(fault);
        var order = await db.Orders.AsNoTracking().Include(o => o.Member).FirstOrDefaultAsync(o => o.Id == orderId, ct);
        return order is null
            ? OchaWords.Unknown("Order")
            : OchaJson.Ok(new PlainOrderAnswer("Order status updated", OrderBody<string, string>.Of(order, order.Member!.Hex24, order.ShopHex24)), OchaWire.Wire.PlainOrderAnswer); // an order has somebody who placed it
    }

    private static async Task<IResult> DeleteAsync(string id, DeleteOrder delete, CancellationToken ct)
    {
        if (OchaQuery.Id(id) is not { } hex24) return OchaWords.InvalidId;
        return await delete.RunAsync(hex24, ct) is { } fault ? new FaultResult(fault) : TypedResults.NoContent();
    }

    private static async Task<IResult> StatsAsync(BodegaDb db, CancellationToken ct)
    {
        var sums = from order in db.Orders
                   group order by order.MembershipId into orders
                   select new { MembershipId = orders.Key, Orders = orders.Count(), Spent = orders.Sum(order => Money.InTenThousandths(order.Total)) };
        var rows = await (from sum in sums
                          join member in db.Memberships on sum.MembershipId equals member.Id
                          orderby sum.Spent descending, member.Hex24
                          select new { sum.Orders, member.Hex24, member.UserName, sum.Spent }).ToListAsync(ct);
        return OchaJson.Ok(new StatsAnswer(rows.ConvertAll(row => new StatBody(row.Orders, row.Hex24, row.UserName, new Money(row.Spent)))), OchaWire.Wire.StatsAnswer);
    }
}
