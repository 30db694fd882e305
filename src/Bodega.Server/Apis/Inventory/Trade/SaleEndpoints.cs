using System.Globalization;
using Bodega.Accounts;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Sales;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Trade;

/// <summary>Sales (trade contract §8).</summary>
internal static class SaleEndpoints
{
    /// <summary>How this wire's sales are paid: it knows one way only.</summary>
    public const string Cash = "Efectivo";

    private const string UnknownCustomer = "Cliente no encontrado";

    public static void MapSales(this IEndpointRouteBuilder routes)
    {
        var sell = Access.To(MemberPermissions.Sell).OrUnauthenticated();
        routes.MapGet("/api/ventas", ListAsync).Requires(sell);
        routes.MapPost("/api/ventas", SellAsync).Requires(sell).WithMetadata(new BugText("Error al registrar la venta"));
        routes.MapPost("/api/ventas/{id}/cancelar", CancelAsync)
            .Requires(Access.Admin.OrUnauthenticated() with { Forbidden = "Solo un administrador puede cancelar ventas." })
            .WithMetadata(LenientBody.Instance, new BugText("Error al cancelar la venta"));
    }

    private static async Task<IResult> SellAsync(InventoryBody body, InventoryCaller user, BodegaDb db, SellProducts sell, CancellationToken ct)
    {
        var (lines, refusal) = TradeFields.Items(body, "La venta debe incluir al menos un producto.", "Cada item debe tener un producto valido y cantidad > 0.");
        if (refusal is not null) return refusal;
        var notes = body["notas"].Trimmed;
        if (TradeFields.RefuseLong(("notas", notes, TradeFields.MostNotes)) is { } tooLong) return tooLong;
        long? customer = null;
        if (body["clienteId"] is { HasValue: true } given && (customer = given.IntParse) is null) return InventoryJson.Unknown(UnknownCustomer);
        return (await sell.RunAsync(new SaleRequest(lines, Cash) { Notes = notes, CustomerId = customer }, ct)).Succeeded(out var sold, out var fault)
            ? InventoryJson.Ok(await db.SaleAsync(sold.Id, user.CompanyId, ct), TradeWire.Wire.SaleBody, 201)
            : Say(fault);
    }

    private static IResult Say(Fault fault) => fault switch
    {
        UnknownProduct { ProductId: { } id } => UnknownProduct(id),
        DisabledProducts { First: var id } => UnknownProduct(id),
        Shortage shortage => InventoryJson.Invalid(ShortText(shortage)),
        { Code: SaleFaults.UnknownReferenceCode } => InventoryJson.Unknown(UnknownCustomer),
        { Code: SaleFaults.TooMuchCode } => InventoryJson.Invalid("El total de la venta es demasiado grande."),
        _ => new FaultResult(fault),
    };

    private static IResult UnknownProduct(long id) => InventoryJson.Unknown($"Producto no encontrado o no pertenece a la empresa: {id.ToString(CultureInfo.InvariantCulture)}");

    /// <summary><c>Stock insuficiente para "Taladro". Solicitas 3, disponible 2.</c></summary>
    public static string ShortText(Shortage shortage) => string.Create(
        CultureInfo.InvariantCulture, $"Stock insuficiente para \"{shortage.Name}\". Solicitas {shortage.Requested}, disponible {Math.Max(0, shortage.Available)}.");

    private static async Task<IResult> CancelAsync(string id, InventoryBody body, InventoryCaller user, BodegaDb db, CancelSale cancel, CancellationToken ct)
    {
        if (TradeFields.Id(id) is not { } saleId) return InventoryJson.Invalid(TradeFields.BadId);
        var reason = body["motivo"].Trimmed;
        if (TradeFields.RefuseLong(("motivo", reason, TradeFields.MostNotes)) is { } tooLong) return tooLong;
        return (await cancel.RunAsync(saleId, reason, ct))?.Code switch
        {
            null => InventoryJson.Ok(await db.SaleAsync(saleId, user.CompanyId, ct) with { CancelledBy = new PersonBody(user.Id, user.Name, user.Email) }, TradeWire.Wire.SaleBody),
            SaleFaults.CancelledCode => InventoryJson.Error(409, "Esta venta ya fue cancelada."),
            SaleFaults.DayOverCode => InventoryJson.Invalid("Solo se pueden cancelar ventas registradas el mismo día calendario."),
            _ => InventoryJson.Unknown("Venta no encontrada."),
        };
    }

    // Newest first, by the index over time; staff see their own.
    private static async Task<IResult> ListAsync(HttpRequest request, InventoryCaller user, BodegaDb db, CancellationToken ct)
    {
        var limit = TradeFields.Limit(request, 50, 100);
        var sales = db.Sales.AsQueryable();
        if (!user.IsAdmin) sales = sales.Where(sale => sale.SellerId == user.MembershipId);
        if (LeadingNumber.Whole(request.Query["cursor"].ToString()) is { } cursor)
        {
            var last = await db.Sales.IgnoreQueryFilters([Filters.Standing]).Where(sale => sale.Id == cursor).Select(sale => (DateTimeOffset?)sale.At).FirstOrDefaultAsync(ct);
            // What is no sale of this company is a plain position (§20).
            sales = last is { } at ? sales.Where(sale => sale.At <= at && (sale.At < at || sale.Id < cursor)) : sales.Where(sale => sale.Id < cursor);
        }
        var rows = await sales.OrderByDescending(sale => sale.At).ThenByDescending(sale => sale.Id).Take(limit + 1).AsBody(db, user.CompanyId).ToListAsync(ct);
        var shown = rows.Take(limit).ToList();
        var lines = shown.Count == 0 ? null : (await db.LinesOfAsync(shown.ConvertAll(sale => sale.Id), ct)).ToLookup(line => line.SaleId);
        return InventoryJson.Ok(
            new SalePageBody([.. shown.Select(sale => sale with { Items = [.. lines![sale.Id]] })], rows.Count > limit ? shown[^1].Id : null, shown.Count), // there are lines where sales are
            TradeWire.Wire.SalePageBody);
    }
}
