using System.Globalization;
using System.Text.Json;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Purchasing;
using Bodega.Server.Hosting;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Trade;

/// <summary>Purchase orders and what to order (trade contract §11).</summary>
internal static class PurchaseEndpoints
{
    private const int MostListed = 200;
    private const decimal MostCost = 100_000_000_000_000; // well within what an amount can be
    private const string Unknown = "Orden de compra no encontrada";
    private const string Settled = "La orden ya fue recibida o cancelada";
    private const string Suggested = "Generada automáticamente desde sugerencias de compra";

    public static void MapPurchases(this IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/api/ordenes-compra");
        orders.MapGet("", ListAsync).Requires(Access.Active);
        orders.MapPost("", (InventoryBody body, InventoryCaller user, BodegaDb db, CreatePurchase create, CancellationToken ct) => CreateAsync(body, body["notas"].Trimmed, user, db, create, ct))
            .Requires(Access.Admin).WithMetadata(new BugText("Error al crear la orden de compra"));
        orders.MapGet("/{id}", OneAsync).Requires(Access.Active);
        orders.MapPost("/{id}/recibir", ReceiveAsync).Requires(Access.Admin).WithMetadata(LenientBody.Instance, new BugText("Error al recibir la orden de compra"));
        orders.MapPost("/{id}/cancelar", CancelAsync).Requires(Access.Admin).WithMetadata(LenientBody.Instance, new BugText("Error al cancelar la orden de compra"));
        routes.MapGet("/api/pdf/orden-compra/{id}", PrintAsync).Requires(Access.Active).WithMetadata(new BugText("Error al generar el PDF"));
        routes.MapGet("/api/compras/sugerencias", SuggestAsync).Requires(Access.Admin with { Forbidden = "Solo administradores pueden ver sugerencias" });
        routes.MapPost("/api/compras/sugerencias", (InventoryBody body, InventoryCaller user, BodegaDb db, CreatePurchase create, CancellationToken ct) => CreateAsync(body, Suggested, user, db, create, ct))
            .Requires(Access.Admin with { Forbidden = "Solo administradores pueden crear órdenes" }).WithMetadata(new BugText("Error al crear la orden de compra"));
    }

    private static async Task<IResult> ListAsync(InventoryCaller user, BodegaDb db, CancellationToken ct)
    {
        var rows = await db.PurchaseOrders.OrderByDescending(order => order.Id).Take(MostListed)
            .Select(order => new
            {
                Order = order,
                Supplier = db.Suppliers.Where(supplier => supplier.Id == order.SupplierId).Select(supplier => supplier.Name).First(),
                Items = db.PurchaseOrderLines.Count(line => line.PurchaseOrderId == order.Id),
            }).AsNoTracking().ToListAsync(ct);
        IReadOnlyList<ListedPurchaseBody> orders = [.. rows.Select(row => new ListedPurchaseBody(BodyOf(row.Order, user), row.Supplier, row.Items))];
        return InventoryJson.Ok(orders, TradeWire.Wire.IReadOnlyListListedPurchaseBody);
    }

    private static async Task<IResult> OneAsync(string id, InventoryCaller user, BodegaDb db, CancellationToken ct)
    {
        if (TradeFields.Id(id) is not { } orderId) return InventoryJson.Invalid(TradeFields.BadId);
        if (await db.PurchaseOrders.AsNoTracking().FirstOrDefaultAsync(o => o.Id == orderId, ct) is not { } order) return InventoryJson.Unknown(Unknown);
        var supplier = await db.Suppliers.Where(s => s.Id == order.SupplierId).Select(s => new PurchaseSupplierBody(s.Id, s.Name, s.TaxId, s.Phone, s.Contact, s.Address, s.Email)).FirstAsync(ct);
        return InventoryJson.Ok(new OpenPurchaseBody(BodyOf(order, user), supplier, await LinesAsync(db, orderId, withProducts: true, ct)), TradeWire.Wire.OpenPurchaseBody);
    }

    // The supplier is looked for before the items are looked at, and the products after.
    private static async Task<IResult> CreateAsync(InventoryBody body, string? notes, InventoryCaller user, BodegaDb db, CreatePurchase create, CancellationToken ct)
    {
        if (SupplierId(body["proveedorId"]) is not { } supplierId) return InventoryJson.Invalid("proveedorId inválido");
        var (lines, refusal) = Lines(body["items"]);
        refusal ??= TradeFields.RefuseLong(("notas", notes, TradeFields.MostNotes));
        if (refusal is not null) return await db.Suppliers.AnyAsync(s => s.Id == supplierId, ct) ? refusal : InventoryJson.Unknown("Proveedor no encontrado");
        if (!(await create.RunAsync(new PurchaseRequest(supplierId, lines, notes), ct)).Succeeded(out var id, out var fault)) return SayOfNew(fault);
        var order = await db.PurchaseOrders.AsNoTracking().FirstAsync(o => o.Id == id, ct);
        var supplier = await db.Suppliers.Where(s => s.Id == supplierId).Select(SupplierEndpoints.Body(user.CompanyId)).FirstAsync(ct);
        return InventoryJson.Ok(new NewPurchaseBody(BodyOf(order, user), await LinesAsync(db, id, withProducts: false, ct), supplier), TradeWire.Wire.NewPurchaseBody, 201);
    }

    private static IResult SayOfNew(Fault fault) => fault.Code switch
    {
        PurchasingFaults.UnknownSupplierCode => InventoryJson.Unknown("Proveedor no encontrado"),
        PurchasingFaults.UnknownProductCode => InventoryJson.Unknown("Producto no encontrado o no pertenece a la empresa"),
        PurchasingFaults.TooMuchCode => InventoryJson.Invalid("El total de la orden es demasiado grande."),
        _ => new FaultResult(fault),
    };

    private static async Task<IResult> ReceiveAsync(string id, InventoryCaller user, BodegaDb db, ReceivePurchase receive, CancellationToken ct)
    {
        if (TradeFields.Id(id) is not { } orderId) return InventoryJson.Invalid(TradeFields.BadId);
        switch ((await receive.RunAsync(orderId, ct))?.Code)
        {
            case null: break;
            case PurchasingFaults.SettledCode: return InventoryJson.Error(409, Settled);
            case StockFaults.TooMuchCode: return InventoryJson.Invalid($"La orden no se puede recibir: el stock de un producto superaría las {StockLevel.MostOnHand} unidades.");
            default: return InventoryJson.Unknown(Unknown);
        }
        var order = await db.PurchaseOrders.AsNoTracking().FirstAsync(o => o.Id == orderId, ct);
        return InventoryJson.Ok(new ReceivedPurchaseBody(BodyOf(order, user), await LinesAsync(db, orderId, withProducts: false, ct)), TradeWire.Wire.ReceivedPurchaseBody);
    }

    private static async Task<IResult> CancelAsync(string id, InventoryCaller user, BodegaDb db, CancelPurchase cancel, CancellationToken ct)
    {
        if (TradeFields.Id(id) is not { } orderId) return InventoryJson.Invalid(TradeFields.BadId);
        return (await cancel.RunAsync(orderId, ct))?.Code switch
        {
            null => InventoryJson.Ok(BodyOf(await db.PurchaseOrders.AsNoTracking().FirstAsync(o => o.Id == orderId, ct), user), TradeWire.Wire.PurchaseBody),
            PurchasingFaults.SettledCode => InventoryJson.Error(409, "Solo se pueden cancelar órdenes en borrador"),
            _ => InventoryJson.Unknown(Unknown),
        };
    }

    private static async Task<IResult> PrintAsync(string id, HttpResponse response, BodegaDb db, TimeProvider clock, CancellationToken ct)
    {
        if (TradeFields.Id(id) is not { } orderId) return InventoryJson.Invalid(TradeFields.BadId);
        if (await db.PurchaseOrders.AsNoTracking().FirstOrDefaultAsync(o => o.Id == orderId, ct) is not { } order) return InventoryJson.Unknown(Unknown);
        var supplier = await db.Suppliers.AsNoTracking().FirstAsync(s => s.Id == order.SupplierId, ct);
        using var pdf = new MemoryStream();
        PurchaseSheet.Write(pdf, order, supplier, await LinesAsync(db, orderId, withProducts: true, ct), clock.GetNow());
        response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"inline; filename=\"orden-compra-{orderId}.pdf\"");
        response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(pdf.ToArray(), "application/pdf");
    }

    private static async Task<IResult> SuggestAsync(ReadSuggestions read, CancellationToken ct)
    {
        var suggestions = await read.RunAsync(ct);
        var suppliers = await read.SuppliersAsync([.. suggestions.Select(suggestion => suggestion.Level.ProductId)], ct);
        IReadOnlyList<SuggestionBody> bodies =
        [
            .. suggestions.Select(suggestion => new SuggestionBody(
                suggestion.Level.ProductId, suggestion.Name, suggestion.Code ?? "", suggestion.Level.OnHand, suggestion.Level.MinStock,
                decimal.Round((decimal)suggestion.Consumed / ReorderWatch.ConsumptionDays, 2, MidpointRounding.AwayFromZero) / 1.00m, suggestion.Quantity,
                suppliers.TryGetValue(suggestion.Level.ProductId, out var supplier) ? new SuggestedSupplierBody(supplier.Id, supplier.Name) : null)),
        ];
        return InventoryJson.Ok(bodies, TradeWire.Wire.IReadOnlyListSuggestionBody);
    }

    // A number or a numeric text, whole and positive.
    private static long? SupplierId(Field field)
    {
        var id = field.Text is { } text ? long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null : TradeFields.Whole(field);
        return id > 0 ? id : null;
    }

    private static (IReadOnlyList<PurchaseRequestLine> Lines, IResult? Refusal) Lines(Field field)
    {
        if (field.Items is not { Count: > 0 } items) return ([], InventoryJson.Invalid("La orden debe tener al menos un ítem"));
        if (items.Count > TradeFields.MostItems) return ([], InventoryJson.Invalid(TradeFields.TooManyItems));
        var lines = new List<PurchaseRequestLine>(items.Count);
        foreach (var item in items)
        {
            if (TradeFields.Whole(Field.Of(item, "productoId")) is not { } product || product <= 0) return ([], InventoryJson.Invalid("productoId inválido en un ítem"));
            if (TradeFields.Whole(Field.Of(item, "cantidad")) is not { } quantity || quantity is <= 0 or > TradeFields.MostPieces)
                return ([], InventoryJson.Invalid("La cantidad de cada ítem debe ser un entero mayor a 0"));
            if (Cost(Field.Of(item, "costoUnitario").Value) is not { } cost) return ([], InventoryJson.Invalid("El costo unitario de cada ítem debe ser un número mayor o igual a 0"));
            lines.Add(new PurchaseRequestLine(product, quantity, cost));
        }
        return (lines, null);
    }

    private static Money? Cost(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var cost) && cost is >= 0 and <= MostCost ? Money.Of(cost) : null;

    private static PurchaseBody BodyOf(PurchaseOrder order, InventoryCaller user) =>
        new(order.Id, order.SupplierId, Word(order.Status), order.Total, order.Notes, order.CreatedAt, order.ReceivedAt, user.CompanyId);

    /// <summary>EstadoOrdenCompra.</summary>
    public static string Word(PurchaseStatus status) => status switch
    {
        PurchaseStatus.Draft => "BORRADOR",
        PurchaseStatus.Received => "RECIBIDA",
        _ => "CANCELADA",
    };

    private static async Task<List<PurchaseLineBody>> LinesAsync(BodegaDb db, long orderId, bool withProducts, CancellationToken ct)
    {
        var lines = await db.PurchaseOrderLines.Where(line => line.PurchaseOrderId == orderId)
            .Join(db.Products, line => line.ProductId, product => product.Id, (line, product) => new { line, product.Name, product.Barcode }).OrderBy(row => row.line.Id).AsNoTracking().ToListAsync(ct);
        return lines.ConvertAll(row => new PurchaseLineBody(row.line.Id, row.line.PurchaseOrderId, row.line.ProductId, row.line.Quantity, row.line.UnitCost, row.line.Total)
        {
            Product = withProducts ? new NameAndCodeBody(row.Name, row.Barcode ?? "") : null,
        });
    }
}
