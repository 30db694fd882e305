using Bodega.Data;
using Bodega.Server.Hosting;
using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Companies;

/// <summary>All companies of the installation, for who runs it, and the reset of one's own (accounts contract §9, §13.1).</summary>
internal static class CompanyEndpoints
{
    private const int MostRows = 1000; // W24
    private const int MostName = 200; // W18

    public static void MapCompanies(this IEndpointRouteBuilder routes)
    {
        var companies = routes.MapGroup("/api/empresas");
        // Whoever stands above companies changes the company they write in; a unit of work that was begun for their own must not be around it.
        companies.MapGet("", ListAsync).Requires(Access.SuperAdmin).WithMetadata(new BugText("Error al obtener empresas"));
        companies.MapPost("", FoundAsync).Requires(Access.SuperAdmin).WithMetadata(NeverOnceOnly.Instance, new BugText("Error al crear empresa"));
        companies.MapGet("/{id}", GetAsync).Requires(Access.SuperAdmin).WithMetadata(new BugText("Error al obtener detalle de empresa"));
        companies.MapPut("/{id}", RenameAsync).Requires(Access.SuperAdmin).WithMetadata(NeverOnceOnly.Instance, new BugText("Error al actualizar empresa"));
        companies.MapDelete("/{id}", DeleteAsync).Requires(Access.SuperAdmin).WithMetadata(NeverOnceOnly.Instance, new BugText("Error al eliminar empresa"));
        routes.MapPost("/api/admin/restablecer", ResetAsync).WithMetadata(LenientBody.Instance, new BugText("Error al restablecer la base de datos."))
            .Requires(Access.Admin.OrUnauthenticated() with { Forbidden = "Solo un administrador puede restablecer." });
        // A leftover of the original (§13.3).
        routes.MapGet("/api/inventory", () => TypedResults.Bytes("Inventory endpoint"u8.ToArray(), "text/plain;charset=UTF-8")).Requires(Access.Session);
    }

    private static async Task<IResult> ListAsync(BodegaDb db, CancellationToken ct)
    {
        var rows = await db.Tenants.AsNoTracking().OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).Take(MostRows).Select(t => new CompanyBody(t.Cuid, t.Name, t.CreatedAt)).ToListAsync(ct);
        return InventoryJson.Ok<IReadOnlyList<CompanyBody>>(rows, CompanyWire.Wire.IReadOnlyListCompanyBody);
    }

    private static async Task<IResult> GetAsync(string id, BodegaDb db, CancellationToken ct) =>
        await db.Tenants.AsNoTracking().FirstOrDefaultAsync(t => t.Cuid == id, ct) is { } tenant ? Show(tenant) : Unknown();

    private static async Task<IResult> FoundAsync(InventoryBody body, SaveTenant save, CancellationToken ct)
    {
        if (Name(body) is not { } name) return InventoryJson.Invalid("El nombre de la empresa es obligatorio");
        if (name.Length > MostName) return TooLong();
        return (await save.FoundAsync(name, InventorySurface.TimeZone, email: null, ct)).Succeeded(out var tenant, out var fault) ? Show(tenant, 201) : new FaultResult(fault);
    }

    private static async Task<IResult> RenameAsync(string id, InventoryBody body, BodegaDb db, SaveTenant save, CancellationToken ct)
    {
        if (!await db.Tenants.AnyAsync(t => t.Cuid == id, ct)) return Unknown();
        var name = Name(body);
        if (body["nombre"].Text is not null && name is null) return InventoryJson.Invalid("El nombre de la empresa es obligatorio");
        if (name?.Length > MostName) return TooLong();
        return (await save.RenameAsync(id, name, ct)).Succeeded(out var tenant, out _) ? Show(tenant) : Unknown();
    }

    private static async Task<IResult> DeleteAsync(string id, DeleteTenant delete, CancellationToken ct) =>
        (await delete.RunAsync(id, ct)).Succeeded(out var tenant, out var fault) ? Show(tenant) : fault.Code switch
        {
            DeleteTenant.OwnCode => InventoryJson.Invalid("No puedes eliminar tu propia empresa"),
            DeleteTenant.HasMembersCode => InventoryJson.Invalid("No se puede eliminar la empresa porque tiene usuarios asociados"),
            DeleteTenant.HasProductsCode => InventoryJson.Invalid("No se puede eliminar la empresa porque tiene productos asociados"),
            _ => Unknown(),
        };

    private static async Task<IResult> ResetAsync(InventoryBody body, ResetTenant reset, CancellationToken ct)
    {
        if (body["confirmacion"].Text != "RESTABLECER") return InventoryJson.Invalid("Confirmación inválida. Escribe exactamente \"RESTABLECER\".");
        var removed = await reset.RunAsync(ct);
        return InventoryJson.Ok(new ResetBody(true, new(removed.Products, removed.Categories, removed.Movements, removed.Sales, removed.Quotes)), CompanyWire.Wire.ResetBody);
    }

    private static string? Name(InventoryBody body) => body["nombre"].Trimmed;

    private static IResult Show(Tenant tenant, int status = 200) => InventoryJson.Ok(CompanyBody.Of(tenant), CompanyWire.Wire.CompanyBody, status);

    private static IResult Unknown() => InventoryJson.Unknown("Empresa no encontrada");

    private static IResult TooLong() => InventoryJson.Invalid($"El nombre de la empresa no puede superar {MostName} caracteres");
}
