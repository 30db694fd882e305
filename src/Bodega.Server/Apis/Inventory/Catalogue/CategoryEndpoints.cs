using Bodega.Catalog;
using Bodega.Data;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Catalogue;

/// <summary>Categories (trade contract §5).</summary>
internal static class CategoryEndpoints
{
    private const string Unknown = "Categoría no encontrada.";
    private const string NoName = "El nombre es obligatorio.";
    private const string NameTaken = "Ya existe otra categoría con ese nombre.";
    private const string BadPrefix = "El prefijo debe tener entre 2 y 8 letras o números (sin espacios ni símbolos).";
    private const int MostRows = 1000;
    private const int MostNamed = 5;

    public static void MapCategories(this IEndpointRouteBuilder routes)
    {
        var categories = routes.MapGroup("/api/categorias");
        categories.MapGet("", ListAsync).Requires(Access.Active).WithMetadata(new BugText("Error al obtener categorías"));
        categories.MapPost("", CreateAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al crear la categoría"));
        categories.MapPut("/{id}", ChangeAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al actualizar categoría"));
        categories.MapDelete("/{id}", DeleteAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al eliminar categoría"));
        categories.MapPost("/bulk-delete", DeleteManyAsync).Requires(Access.Admin).WithMetadata(LenientBody.Instance, new BugText("Error al eliminar categorías."));
    }

    // Every product counts that keeps its category from being removed, those too that this wire does not show.
    private static async Task<IResult> ListAsync(InventoryCaller user, BodegaDb db, CancellationToken ct)
    {
        var newest = db.Categories.AsNoTracking().OrderByDescending(category => category.Id).Take(MostRows);
        var rows = await newest.OrderBy(category => category.Name).ThenBy(category => category.Id)
            .Select(category => new ListedCategoryBody(category.Id, category.Name, category.Prefix, user.CompanyId, new ProductCount(db.Products.Count(product => product.CategoryId == category.Id)))).ToListAsync(ct);
        return InventoryJson.Ok<IReadOnlyList<ListedCategoryBody>>(rows, CatalogueWire.Wire.IReadOnlyListListedCategoryBody);
    }

    private static async Task<IResult> CreateAsync(InventoryBody body, InventoryCaller user, CreateCategory create, CancellationToken ct)
    {
        if (body["nombre"].Trimmed is not { } name) return InventoryJson.Invalid(NoName);
        if (name.Length > CatalogueRoutes.MostName) return CatalogueRoutes.TooLong("El nombre", CatalogueRoutes.MostName);
        var prefix = body["prefijo"].Trimmed?.ToUpperInvariant();
        var made = await create.RunAsync(name, prefix, ct);
        return made.Fault?.Code switch
        {
            null => InventoryJson.Ok(CategoryBody.Of(made.Value!, user.CompanyId), CatalogueWire.Wire.CategoryBody, 201), // no fault, so there is a value
            CatalogFaults.CategoryPrefixTakenCode => InventoryJson.Error(409, $"Ya existe una categoría con el prefijo \"{prefix}\". Elige uno distinto."),
            CatalogFaults.CategoryPrefixMalformedCode => InventoryJson.Invalid(BadPrefix),
            CatalogFaults.CategoryNameTakenCode => InventoryJson.Error(409, NameTaken),
            _ => new FaultResult(made.Fault),
        };
    }

    private static async Task<IResult> ChangeAsync(string id, InventoryBody body, InventoryCaller user, ChangeCategory change, CancellationToken ct)
    {
        var key = CatalogueRoutes.Id(id);
        if (key == 0) return InventoryJson.Invalid(CatalogueRoutes.BadId);
        if (body["nombre"].Trimmed is not { } name) return InventoryJson.Invalid(NoName);
        if (name.Length > CatalogueRoutes.MostName) return CatalogueRoutes.TooLong("El nombre", CatalogueRoutes.MostName);
        if (body["prefijo"].Trimmed?.ToUpperInvariant() is not { } prefix) return InventoryJson.Invalid("El prefijo es obligatorio.");
        var changed = await change.RunAsync(key, name, prefix, ct);
        return changed.Fault?.Code switch
        {
            null => InventoryJson.Ok(CategoryBody.Of(changed.Value!, user.CompanyId), CatalogueWire.Wire.CategoryBody), // no fault, so there is a value
            CatalogFaults.CategoryPrefixMalformedCode => InventoryJson.Invalid(BadPrefix),
            CatalogFaults.UnknownCategoryCode => InventoryJson.Unknown(Unknown),
            CatalogFaults.CategoryPrefixTakenCode => InventoryJson.Error(409, "Ya existe otra categoría con ese prefijo."),
            CatalogFaults.CategoryNameTakenCode => InventoryJson.Error(409, NameTaken),
            _ => new FaultResult(changed.Fault),
        };
    }

    private static async Task<IResult> DeleteAsync(string id, DeleteCategories delete, CancellationToken ct)
    {
        var deleted = await delete.RunAsync(CatalogueRoutes.Id(id), ct);
        return deleted.Fault?.Code switch
        {
            null => InventoryJson.Ok(new SaidBody("Categoría eliminada correctamente"), CatalogueWire.Wire.SaidBody),
            CatalogFaults.CategoriesInUseCode => InventoryJson.Invalid("No se puede eliminar una categoría con productos asociados"),
            CatalogFaults.UnknownCategoryCode => InventoryJson.Unknown(Unknown),
            _ => new FaultResult(deleted.Fault),
        };
    }

    private static async Task<IResult> DeleteManyAsync(InventoryBody body, DeleteCategories delete, CancellationToken ct)
    {
        if (body.Ids() is not { } ids) return InventoryJson.Invalid("Debes seleccionar al menos una categoría.");
        if (ids.Count == 0) return InventoryJson.Invalid(CatalogueRoutes.BadIds);
        var deleted = await delete.RunAsync(ids, ct);
        return deleted.Fault switch
        {
            null => InventoryJson.Ok(new DeletedCategoriesBody(deleted.Value!.Count, deleted.Value), CatalogueWire.Wire.DeletedCategoriesBody), // no fault, so there is a value
            CategoriesInUse used => InventoryJson.Error(409, InUse(used.Categories)),
            { Code: CatalogFaults.UnknownCategoryCode } => InventoryJson.Unknown("No se encontró ninguna categoría con esos IDs."),
            var fault => new FaultResult(fault),
        };
    }

    private static string InUse(IReadOnlyList<(string Name, int Products)> categories)
    {
        var listed = string.Join(", ", categories.Take(MostNamed).Select(category => $"\"{category.Name}\" ({category.Products})")) + (categories.Count > MostNamed ? $" y {categories.Count - MostNamed} más" : "");
        return $"{categories.Count} categoría(s) tienen productos asociados: {listed}. Reasigna o borra esos productos primero.";
    }
}
