using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The catalogue (contract §4.7).</summary>
internal static class ProductEndpoints
{
    private const string ById = "/api/products/{id:long:min(0)}";

    public static void MapProducts(this IEndpointRouteBuilder routes)
    {
        var manage = Access.To(Permissions.ProductsManage);
        routes.MapGet("/api/products_all", ListAllAsync).Requires(Access.Session);
        routes.MapGet("/api/products", ListAsync).Requires(Access.Session);
        routes.MapGet("/api/items", SuggestAsync).Requires(Access.Session);
        routes.MapGet(ById, GetAsync).Requires(Access.Session);
        routes.MapPost("/api/products", CreateAsync).Requires(manage).Audited(AuditActions.Create, AuditEntities.Product);
        routes.MapPut(ById, UpdateAsync).Requires(manage).Audited(AuditActions.Update, AuditEntities.Product);
        routes.MapDelete(ById, DisableAsync).Requires(manage).Audited(AuditActions.Delete, AuditEntities.Product);
        routes.MapPost(ById + "/activate", ActivateAsync).Requires(manage).Audited(AuditActions.Activate, AuditEntities.Product);
    }

    private static async Task<IResult> ListAllAsync(HttpRequest request, BodegaDb db, Caller caller, CancellationToken ct)
    {
        var products = db.Pieces().Containing(db, request.Text("search"), inDescriptionToo: true);
        products = request.Text("view_mode") switch
        {
            "in_stock" => products.Where(p => p.Stock.OnHand > p.Stock.MinStock),
            "low_stock" => products.Where(p => p.Stock.OnHand > 0 && p.Stock.OnHand <= p.Stock.MinStock),
            "out_of_stock" => products.Where(p => p.Stock.OnHand == 0),
            _ => products,
        };
        return StockJson.Ok(await products.PageAsync(request, 50, caller.Zone, ct), ProductJson.Wire.ProductPage);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, BodegaDb db, Caller caller, CompiledProductReads compiled, CancellationToken ct)
    {
        if (ProductQueries.IsPlain(request))
        {
            var (page, limit) = ProductQueries.PageOf(request, 24);
            return StockJson.Ok(await compiled.OnSaleAsync(db, page, limit, caller.Zone, ct), ProductJson.Wire.ProductPage);
        }
        var products = db.Pieces().OnSale().Containing(db, request.Text("search"), inDescriptionToo: false).InView(request.Text("view_mode"));
        return StockJson.Ok(await products.PageAsync(request, 24, caller.Zone, ct), ProductJson.Wire.ProductPage);
    }

    /// <summary>The two views that the list of products on sale and its export know.</summary>
    public static IQueryable<Product> InView(this IQueryable<Product> products, string? view) => view switch
    {
        "in_stock" => products.Where(p => p.Stock.OnHand > 0),
        "out_of_stock" => products.Where(p => p.Stock.OnHand == 0),
        _ => products,
    };

    private static async Task<IResult> SuggestAsync(HttpRequest request, BodegaDb db, CancellationToken ct)
    {
        IReadOnlyList<ItemBody> items = NormalText.Of(request.Text("q")) is not { Length: > 0 } text ? [] :
            await db.Provider.Containing(db, db.Pieces().OnSale(), text, inDescriptionToo: false)
                .OrderBy(p => p.Name).ThenBy(p => p.Id).Take(10)
                .Select(p => new ItemBody(p.Id, p.Barcode, p.Name, p.Description, p.Stock.OnHand, p.Price)).ToListAsync(ct);
        return StockJson.Ok(items, ProductJson.Wire.IReadOnlyListItemBody);
    }

    private static async Task<IResult> GetAsync(long id, BodegaDb db, Caller caller, CompiledProductReads compiled, CancellationToken ct) =>
        await compiled.OneAsync(db, id, caller.Zone, ct) is { } body
            ? StockJson.Ok(body, ProductJson.Wire.ProductBody)
            : CatalogWords.Refuse(CatalogFaults.UnknownProduct);

    private static async Task<IResult> CreateAsync(JsonBody body, CreateProduct create, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        var fields = new Fields(json);
        if (!fields.HasAll("barcode", "name", "quantity", "min_quantity", "price")) return StockJson.Error("Faltan campos requeridos", 400);
        var request = new NewProduct(
            fields.Text("barcode", "Código de barras", 20)!, // null only with a refusal
            fields.Text("name", "Nombre", 25)!, // likewise
            fields.Names("description") ? fields.Text("description", "Descripción", 200, required: false) : "",
            fields.Whole("quantity", "Cantidad", 0, 10_000),
            fields.Whole("min_quantity", "Cantidad mínima", 0, 1_000),
            fields.Amount("price", "Precio", 1_000_000m),
            Expiry(fields))
        {
            Announce = true,
        };
        if (fields.Refusal is { } refusal) return CatalogWords.Refuse(refusal);
        return (await create.RunAsync(request, ct)).Fault is { } fault ? CatalogWords.Refuse(fault) : StockJson.Message("Producto creado exitosamente", 201);
    }

    private static async Task<IResult> UpdateAsync(long id, JsonBody body, UpdateProduct update, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        var fields = new Fields(json);
        var change = new ProductChange
        {
            Name = fields.Names("name") ? fields.Text("name", "Nombre", 25) : null,
            Description = fields.Names("description") ? new(fields.Text("description", "Descripción", 200, required: false)) : null,
            Quantity = fields.Names("quantity") ? fields.Whole("quantity", "Cantidad", 0, 10_000) : null,
            MinStock = fields.Names("min_quantity") ? fields.Whole("min_quantity", "Cantidad mínima", 0, 1_000) : null,
            Price = fields.Names("price") ? fields.Amount("price", "Precio", 1_000_000m) : null,
            ExpiresOn = fields.Names("expiration_date") ? new(Expiry(fields)) : null,
            IsActive = fields.Names("status") ? fields.Whole("status", "Estado", 0, 1) == 1 : null,
        };
        if (fields.Refusal is { } refusal) return CatalogWords.Refuse(refusal);
        if (change == new ProductChange()) return CatalogWords.Refuse(CatalogFaults.NothingToChange);
        return (await update.RunAsync(id, change, ct)).Fault is { } fault ? CatalogWords.Refuse(fault) : StockJson.Message("Producto actualizado");
    }

    private static async Task<IResult> DisableAsync(long id, DisableProduct disable, CancellationToken ct)
    {
        await disable.RunAsync(id, ct);
        return StockJson.Message("Producto deshabilitado");
    }

    private static async Task<IResult> ActivateAsync(long id, ActivateProduct activate, CancellationToken ct) =>
        (await activate.RunAsync(id, ct)).Fault is { } fault ? CatalogWords.Refuse(fault) : StockJson.Message("Producto activado");

    // The form sends an empty text for "does not expire".
    private static DateOnly? Expiry(Fields fields)
    {
        const string label = "Fecha de expiración";
        var text = fields.Text("expiration_date", label, 10, required: false);
        if (string.IsNullOrEmpty(text)) return null;
        return WireTime.TryDay(text, out var day) ? day : fields.Refuse<DateOnly?>(label, "Formato inválido (YYYY-MM-DD)");
    }
}
