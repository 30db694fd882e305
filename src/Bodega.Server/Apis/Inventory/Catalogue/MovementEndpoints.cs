using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Server.Hosting;
using Bodega.Stock;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Catalogue;

/// <summary>Movements (trade contract §7).</summary>
internal static class MovementEndpoints
{
    private const string BadQuantity = "Se requiere un productoId válido y una cantidad entera mayor a 0.";
    private const string MayNot = "No tienes permiso para realizar este movimiento";

    public static void MapMovements(this IEndpointRouteBuilder routes)
    {
        var movements = routes.MapGroup("/api/movimientos");
        movements.MapGet("", ListAsync).Requires(Access.Active.OrUnauthenticated()).WithMetadata(new BugText("Error al obtener movimientos"));
        movements.MapPost("", RecordAsync).Requires(Access.Active.OrUnauthenticated()).WithMetadata(new BugText("Error al registrar movimiento"));
        movements.MapPost("/bulk-delete", WithdrawAsync).Requires(Access.Admin).WithMetadata(LenientBody.Instance, new BugText("Error al eliminar movimientos."));
    }

    private static async Task<IResult> ListAsync(HttpRequest request, InventoryCaller user, BodegaDb db, CancellationToken ct)
    {
        var (cursor, limit) = request.Page();
        // What a cancelled sale moved is shown with the sale's notes.
        var movements = db.StockMovements.AsNoTracking().IgnoreQueryFilters([Filters.Standing]).Where(movement => !movement.IsWithdrawn);
        if (cursor is { } last) movements = movements.Where(movement => movement.Id < last);
        var rows = await movements.AsRows(db, user.CompanyId).Take(limit + 1).ToListAsync(ct);
        return InventoryJson.Ok(PageBody<MovementBody>.Of(rows.ConvertAll(row => row.ToBody()), limit, movement => movement.Id), CatalogueWire.Wire.PageBodyMovementBody);
    }

    private static async Task<IResult> RecordAsync(InventoryBody body, InventoryCaller user, BodegaDb db, RecordMovement record, CancellationToken ct)
    {
        var type = body["tipo"].Text;
        if (!May(user, type)) return InventoryJson.Error(403, MayNot);
        if (type is not (MovementWords.In or MovementWords.Out)) return InventoryJson.Invalid("El tipo de movimiento debe ser \"entrada\" o \"salida\".");
        if (CatalogueRoutes.WholeNumber(body["productoId"]) is not (> 0 and var productId) || CatalogueRoutes.WholeNumber(body["cantidad"]) is not (> 0 and <= CatalogueRoutes.MostNumber and var quantity))
            return InventoryJson.Invalid(BadQuantity);
        var notes = body["notas"].Truthy;
        if (notes?.Length > CatalogueRoutes.MostText) return CatalogueRoutes.TooLong("Las notas", CatalogueRoutes.MostText);
        var recorded = await record.RunAsync(productId, type == MovementWords.In ? quantity : -quantity, notes, ct);
        return recorded.Fault switch
        {
            null => InventoryJson.Ok((await db.StockMovements.AsNoTracking().Where(movement => movement.Id == recorded.Value).AsRows(db, user.CompanyId).FirstAsync(ct)).ToBody(), CatalogueWire.Wire.MovementBody, 201),
            NotEnough missing => InventoryJson.Invalid($"Stock insuficiente para \"{missing.Name}\". Solicitas {missing.Asked}, disponible {missing.Available}."),
            { Code: StockFaults.TooMuchCode } => InventoryJson.Invalid(BadQuantity),
            { Code: CatalogFaults.UnknownProductCode } => InventoryJson.Unknown("Producto no encontrado o no pertenece a la empresa"),
            var fault => new FaultResult(fault),
        };
    }

    private static async Task<IResult> WithdrawAsync(InventoryBody body, WithdrawMovements withdraw, CancellationToken ct)
    {
        if (body.Ids() is not { } ids) return InventoryJson.Invalid("Debes seleccionar al menos un movimiento.");
        if (ids.Count == 0) return InventoryJson.Invalid(CatalogueRoutes.BadIds);
        var withdrawn = await withdraw.RunAsync(ids, ct);
        return withdrawn.Fault switch
        {
            null => InventoryJson.Ok(new DeletedBody(withdrawn.Value!.Count, withdrawn.Value), CatalogueWire.Wire.DeletedBody), // no fault, so there is a value
            MovementsNotByHand bound => InventoryJson.Error(409, $"{bound.Count} movimiento(s) provienen de ventas o cancelaciones y no se pueden borrar. Filtra solo movimientos manuales o usa \"Restablecer datos\"."),
            { Code: StockFaults.UnknownMovementCode } => InventoryJson.Unknown("No se encontró ningún movimiento con esos IDs."),
            var fault => new FaultResult(fault),
        };
    }

    // Before the fields are looked at (§7.2): whoever may do nothing hears nothing else.
    private static bool May(InventoryCaller user, string? type) => user.May(MemberPermissions.RecordMovements) || type switch
    {
        MovementWords.In => user.May(MemberPermissions.AddStock),
        MovementWords.Out => user.May(MemberPermissions.Sell) || user.May(MemberPermissions.DeductStock),
        _ => false,
    };
}
