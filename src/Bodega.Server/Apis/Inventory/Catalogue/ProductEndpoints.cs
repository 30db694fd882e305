using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Catalogue;

/// <summary>Products (trade contract §3).</summary>
internal static class ProductEndpoints
{
    private const string Unknown = "Producto no encontrado";
    private const string CodeTaken = "Ya existe un producto con ese código.";
    private const string CategoryRequired = "La categoría es obligatoria.";
    private const int MostPrices = 50;
    private const int MostNamed = 5;

    public static void MapProducts(this IEndpointRouteBuilder routes)
    {
        var products = routes.MapGroup("/api/productos");
        products.MapGet("", ListAsync).Requires(Access.Active.OrUnauthenticated()).WithMetadata(new BugText("Error al obtener productos"));
        products.MapPost("", CreateAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al crear producto"));
        products.MapGet("/{id}", GetAsync).Requires(Access.Active.OrUnauthenticated()).WithMetadata(new BugText("Error al obtener producto"));
        products.MapPut("/{id}", ReplaceAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al actualizar producto"));
        products.MapDelete("/{id}", DeleteAsync).Requires(Access.Admin).WithMetadata(new BugText("Error al eliminar producto"));
        products.MapPost("/bulk-delete", DeleteManyAsync).Requires(Access.Admin).WithMetadata(LenientBody.Instance, new BugText("Error al eliminar productos."));
        products.MapGet("/sugerir-codigo", SuggestCodeAsync).Requires(Access.Admin).WithMetadata(new BugText("No se pudo sugerir el código."));
        products.MapGet("/{id}/historial-precios", PricesAsync).Requires(Access.Active).WithMetadata(new BugText("Error al obtener historial de precios"));
    }

    private static async Task<IResult> ListAsync(HttpRequest request, InventoryCaller user, BodegaDb db, CancellationToken ct)
    {
        var (cursor, limit) = request.Page();
        var products = db.Products.AsNoTracking().Shown();
        if (cursor is { } last)
        {
            // A product that is gone, or never was ours, is as good as a place: what has a lower id comes after it.
            var at = await db.Products.Where(product => product.Id == last).Select(product => (DateTimeOffset?)product.CreatedAt).FirstOrDefaultAsync(ct);
            products = at is { } time
                ? products.Where(product => product.CreatedAt <= time && (product.CreatedAt < time || product.Id < last)) // the first half is what the index begins at
                : products.Where(product => product.Id < last);
        }
        var rows = await products.OrderByDescending(product => product.CreatedAt).ThenByDescending(product => product.Id).Take(limit + 1).AsListed(db, user.CompanyId).ToListAsync(ct);
        return InventoryJson.Ok(PageBody<ListedProductBody>.Of(rows, limit, product => product.Id), CatalogueWire.Wire.PageBodyListedProductBody);
    }

    private static async Task<IResult> GetAsync(string id, InventoryCaller user, BodegaDb db, CancellationToken ct)
    {
        var key = CatalogueRoutes.Id(id);
        return await db.Products.AsNoTracking().Where(product => product.Id == key).Shown().AsListed(db, user.CompanyId).FirstOrDefaultAsync(ct) is { } found
            ? InventoryJson.Ok(
                new ProductDetailBody(found.Id, found.Name, found.Description, found.Code, found.Price, found.Quantity, found.MinStock, found.CreatedAt, new(found.Category.Id, found.Category.Name, found.Category.Prefix)),
                CatalogueWire.Wire.ProductDetailBody)
            : InventoryJson.Unknown(Unknown);
    }

    private static async Task<IResult> CreateAsync(InventoryBody body, InventoryCaller user, BodegaDb db, CreateProduct create, CancellationToken ct)
    {
        const string noCategory = "La categoría seleccionada no existe o no pertenece a la empresa.";
        if (body["nombre"].Trimmed is not { } name) return InventoryJson.Invalid("El nombre es obligatorio.");
        if (body["categoriaId"].IntParse is not { } categoryId || categoryId == 0) return InventoryJson.Invalid(CategoryRequired);
        // Asked for before the price is looked at (§3.3), and decided again where the product is made.
        if (!await db.Categories.AnyAsync(category => category.Id == categoryId, ct)) return InventoryJson.Invalid(noCategory);
        if (CatalogueRoutes.Price(body["precio"]) is not { } price) return InventoryJson.Invalid("El precio debe ser un número válido.");
        if ((body["cantidad"].IntParse ?? 0) is not (>= 0 and <= CatalogueRoutes.MostNumber and var quantity)) return InventoryJson.Invalid("La cantidad debe ser un número entero no negativo.");
        if (body["stockMinimo"].IntParse is not { } minStock || minStock == 0) minStock = 1;
        if (minStock is < 0 or > CatalogueRoutes.MostNumber) return InventoryJson.Invalid("El stock mínimo debe ser un número entero no negativo.");
        var (code, description) = (body["codigo"].Trimmed, body["descripcion"].Truthy);
        if (RefuseLength(name, code, description) is { } refusal) return refusal;
        var made = await create.RunAsync(new NewProduct(code, name, description, quantity, minStock, price, ExpiresOn: null) { CategoryId = categoryId }, ct);
        return made.Fault?.Code switch
        {
            null => InventoryJson.Ok(await BodyAsync(made.Value, user, db, ct), CatalogueWire.Wire.ProductBody, 201),
            CatalogFaults.BarcodeTakenCode => InventoryJson.Error(409, CodeTaken),
            CatalogFaults.UnknownCategoryCode => InventoryJson.Invalid(noCategory),
            _ => new FaultResult(made.Fault),
        };
    }

    private static async Task<IResult> ReplaceAsync(string id, InventoryBody body, InventoryCaller user, BodegaDb db, ReplaceProduct replace, CancellationToken ct)
    {
        var key = CatalogueRoutes.Id(id);
        if (key == 0) return InventoryJson.Invalid(CatalogueRoutes.BadId);
        if (body["cantidad"].IntParse is not (>= 0 and <= CatalogueRoutes.MostNumber and var quantity)) return InventoryJson.Invalid("La cantidad debe ser un número entero no negativo.");
        if (body["nombre"].Trimmed is not { Length: >= 2 } name) return InventoryJson.Invalid("El nombre debe tener al menos 2 caracteres.");
        if (CatalogueRoutes.Price(body["precio"]) is not { } price) return InventoryJson.Invalid("El precio debe ser un número válido no negativo.");
        if ((body["stockMinimo"].IsGiven ? body["stockMinimo"].IntParse : 1) is not (>= 0 and <= CatalogueRoutes.MostNumber and var minStock))
            return InventoryJson.Invalid("El stock mínimo debe ser un número entero no negativo.");
        var (code, description) = (body["codigo"].Trimmed, body["descripcion"].Truthy);
        if (RefuseLength(name, code, description) is { } refusal) return refusal;
        var replaced = await replace.RunAsync(key, new ReplacedProduct(name, description, code, quantity, minStock, price, body["categoriaId"].IntParse), ct);
        return replaced.Fault?.Code switch
        {
            null => InventoryJson.Ok(await BodyAsync(key, user, db, ct), CatalogueWire.Wire.ProductBody),
            CatalogFaults.UnknownProductCode => InventoryJson.Unknown(Unknown),
            CatalogFaults.QuantityReducedCode => InventoryJson.Invalid("No se puede reducir la cantidad desde la edición del producto. Para descontar stock, registra un movimiento de salida desde Movimientos."),
            CatalogFaults.CategoryRequiredCode => InventoryJson.Invalid(CategoryRequired),
            CatalogFaults.UnknownCategoryCode => InventoryJson.Invalid("La categoría seleccionada no existe."),
            CatalogFaults.BarcodeTakenCode => InventoryJson.Error(409, CodeTaken),
            _ => new FaultResult(replaced.Fault),
        };
    }

    private static async Task<IResult> DeleteAsync(string id, DeleteProducts delete, CancellationToken ct)
    {
        var deleted = await delete.RunAsync(CatalogueRoutes.Id(id), ct);
        return deleted.Fault switch
        {
            null => InventoryJson.Ok(new SaidBody("Producto eliminado correctamente"), CatalogueWire.Wire.SaidBody),
            ProductsInUse used => InventoryJson.Error(409, Traded(used.Names)),
            { Code: CatalogFaults.UnknownProductCode } => InventoryJson.Unknown(Unknown),
            var fault => new FaultResult(fault),
        };
    }

    private static async Task<IResult> DeleteManyAsync(InventoryBody body, DeleteProducts delete, CancellationToken ct)
    {
        if (body.Ids() is not { } ids) return InventoryJson.Invalid("Debes seleccionar al menos un producto.");
        if (ids.Count == 0) return InventoryJson.Invalid(CatalogueRoutes.BadIds);
        var deleted = await delete.RunAsync(ids, ct);
        return deleted.Fault switch
        {
            null => InventoryJson.Ok(new DeletedBody(deleted.Value!.Count, deleted.Value), CatalogueWire.Wire.DeletedBody), // no fault, so there is a value
            ProductsInUse { AreTraded: true } used => InventoryJson.Error(409, Traded(used.Names)),
            ProductsInUse => InventoryJson.Error(409, "Error al eliminar productos."),
            { Code: CatalogFaults.UnknownProductCode } => InventoryJson.Unknown("No se encontró ningún producto con esos IDs."),
            var fault => new FaultResult(fault),
        };
    }

    private static async Task<IResult> SuggestCodeAsync(HttpRequest request, BodegaDb db, ProductCodes codes, CancellationToken ct)
    {
        if (LeadingNumber.Whole(request.Query["categoria"].ToString()) is not { } id || id == 0) return InventoryJson.Invalid("Falta la categoría.");
        return await db.Categories.AsNoTracking().FirstOrDefaultAsync(category => category.Id == id, ct) is { } category
            ? InventoryJson.Ok(new SuggestedCodeBody(await codes.NextAsync(category, ct)), CatalogueWire.Wire.SuggestedCodeBody)
            : InventoryJson.Unknown("No se pudo sugerir el código.");
    }

    private static async Task<IResult> PricesAsync(string id, InventoryCaller user, BodegaDb db, CancellationToken ct)
    {
        var key = CatalogueRoutes.Id(id);
        if (!await db.Products.Shown().AnyAsync(product => product.Id == key, ct)) return InventoryJson.Unknown(Unknown);
        var changes = await (
            from change in db.PriceChanges.AsNoTracking()
            where change.ProductId == key
            from member in db.Memberships.Where(member => member.Id == change.MembershipId).DefaultIfEmpty()
            from account in db.Accounts.Where(account => account.Id == member!.AccountId).DefaultIfEmpty() // null in SQL where there is none
            orderby change.Id descending
            select new
            {
                change.Id,
                change.OldPrice,
                change.NewPrice,
                change.At,
                By = member!.Cuid,
                Name = member.Name ?? (account!.Name != "" ? account.Name : null) ?? member.UserName,
                Email = member.Email ?? account!.EmailNormal,
            }).Take(MostPrices).ToListAsync(ct);
        return InventoryJson.Ok<IReadOnlyList<PriceChangeBody>>(
            changes.ConvertAll(change => new PriceChangeBody(
                change.Id, key, change.OldPrice, change.NewPrice, change.At, change.By, user.CompanyId, change.By is null ? null : new WhoBody(change.Name ?? "", change.Email ?? ""))),
            CatalogueWire.Wire.IReadOnlyListPriceChangeBody);
    }

    private static Task<ProductBody> BodyAsync(long id, InventoryCaller user, BodegaDb db, CancellationToken ct) =>
        db.Products.AsNoTracking().Where(product => product.Id == id).AsBody(user.CompanyId).FirstAsync(ct);

    private static IResult? RefuseLength(string name, string? code, string? description) =>
        name.Length > CatalogueRoutes.MostName ? CatalogueRoutes.TooLong("El nombre", CatalogueRoutes.MostName)
        : code?.Length > CatalogueRoutes.MostName ? CatalogueRoutes.TooLong("El código", CatalogueRoutes.MostName)
        : description?.Length > CatalogueRoutes.MostText ? CatalogueRoutes.TooLong("La descripción", CatalogueRoutes.MostText)
        : null;

    private static string Traded(IReadOnlyList<string> names)
    {
        var listed = string.Join(", ", names.Take(MostNamed).Select(name => $"\"{name}\"")) + (names.Count > MostNamed ? $" y {names.Count - MostNamed} más" : "");
        return $"{names.Count} producto(s) tienen ventas o cotizaciones asociadas: {listed}. No se borrará nada hasta que se eliminen sus ventas/cotizaciones o uses \"Restablecer datos\".";
    }
}
