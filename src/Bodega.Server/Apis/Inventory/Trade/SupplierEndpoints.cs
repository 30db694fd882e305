using System.Linq.Expressions;
using System.Text.Json;
using Bodega.Data;
using Bodega.Purchasing;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Trade;

/// <summary>Suppliers (trade contract §10).</summary>
internal static class SupplierEndpoints
{
    private const int MostListed = 200;
    private const string NameRequired = "El nombre es obligatorio.";
    private const string Unknown = "Proveedor no encontrado";

    public static void MapSuppliers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/proveedores", ListAsync).Requires(Access.Active);
        routes.MapPost("/api/proveedores", CreateAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al crear el proveedor"));
        routes.MapPut("/api/proveedores/{id}", UpdateAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al actualizar el proveedor"));
        routes.MapDelete("/api/proveedores/{id}", DeleteAsync).Requires(Access.Admin).WithMetadata(LenientBody.Instance, new BugText("Error al eliminar el proveedor"));
    }

    /// <summary>A supplier as the wire shows it.</summary>
    public static Expression<Func<Supplier, SupplierBody>> Body(string companyId) => supplier => new SupplierBody(
        supplier.Id, supplier.Name, supplier.TaxId, supplier.Contact, supplier.Phone, supplier.Email, supplier.Address, supplier.IsActive, supplier.CreatedAt, companyId);

    private static async Task<IResult> ListAsync(InventoryCaller user, BodegaDb db, CancellationToken ct)
    {
        IReadOnlyList<SupplierBody> suppliers = await db.Suppliers.OrderBy(supplier => supplier.Name).ThenBy(supplier => supplier.Id).Take(MostListed).Select(Body(user.CompanyId)).ToListAsync(ct);
        return InventoryJson.Ok(suppliers, TradeWire.Wire.IReadOnlyListSupplierBody);
    }

    private static async Task<IResult> CreateAsync(InventoryBody body, InventoryCaller user, CreateSupplier create, CancellationToken ct)
    {
        if (body["nombre"].Trimmed is not { } name) return InventoryJson.Invalid(NameRequired);
        var card = new SupplierCard(name, body["nit"].Trimmed, body["contacto"].Trimmed, body["telefono"].Trimmed, body["email"].Trimmed, body["direccion"].Trimmed);
        return RefuseLong(card) ?? InventoryJson.Ok(BodyOf(await create.RunAsync(card, ct), user), TradeWire.Wire.SupplierBody, 201);
    }

    private static async Task<IResult> UpdateAsync(string id, InventoryBody body, InventoryCaller user, BodegaDb db, UpdateSupplier update, CancellationToken ct)
    {
        if (TradeFields.Id(id) is not { } supplierId) return InventoryJson.Invalid(TradeFields.BadId);
        if (!await db.Suppliers.AnyAsync(supplier => supplier.Id == supplierId, ct)) return InventoryJson.Unknown(Unknown); // before the fields
        if (body["nombre"] is { Text: not null, Trimmed: null }) return InventoryJson.Invalid(NameRequired);
        var given = Change(body, new SupplierCard("", null, null, null, null, null));
        if (RefuseLong(given) is { } tooLong) return tooLong;
        return (await update.RunAsync(supplierId, card => Change(body, card), ct)).Succeeded(out var supplier, out _)
            ? InventoryJson.Ok(BodyOf(supplier, user), TradeWire.Wire.SupplierBody)
            : InventoryJson.Unknown(Unknown);
    }

    private static async Task<IResult> DeleteAsync(string id, DeleteSupplier delete, CancellationToken ct)
    {
        if (TradeFields.Id(id) is not { } supplierId) return InventoryJson.Invalid(TradeFields.BadId);
        return (await delete.RunAsync(supplierId, ct))?.Code switch
        {
            null => InventoryJson.Done(),
            PurchasingFaults.SupplierInUseCode => InventoryJson.Error(409, "No se puede eliminar un proveedor con órdenes de compra asociadas"),
            _ => InventoryJson.Unknown(Unknown),
        };
    }

    // Only texts that are there change anything; an empty one makes unknown.
    private static SupplierCard Change(InventoryBody body, SupplierCard card)
    {
        string? Text(string name, string? present) => body[name].Text is null ? present : body[name].Trimmed;
        var active = body["activo"].Value.ValueKind;
        return new SupplierCard(
            body["nombre"].Trimmed ?? card.Name, Text("nit", card.TaxId), Text("contacto", card.Contact), Text("telefono", card.Phone), Text("email", card.Email), Text("direccion", card.Address),
            active is JsonValueKind.True or JsonValueKind.False ? active == JsonValueKind.True : card.IsActive);
    }

    private static IResult? RefuseLong(SupplierCard card) => TradeFields.RefuseLong(
        ("nombre", card.Name, TradeFields.MostName), ("nit", card.TaxId, TradeFields.MostName), ("contacto", card.Contact, TradeFields.MostName),
        ("telefono", card.Phone, TradeFields.MostName), ("email", card.Email, TradeFields.MostName), ("direccion", card.Address, TradeFields.MostName));

    private static SupplierBody BodyOf(Supplier supplier, InventoryCaller user) => new(
        supplier.Id, supplier.Name, supplier.TaxId, supplier.Contact, supplier.Phone, supplier.Email, supplier.Address, supplier.IsActive, supplier.CreatedAt, user.CompanyId);
}
