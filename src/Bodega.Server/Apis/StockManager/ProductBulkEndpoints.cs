using System.Text.Json;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Bodega.Stock;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Edits of many products at once (contract §7.3). A string is no number here; all is checked before anything is written.</summary>
internal static class ProductBulkEndpoints
{
    public static void MapProductBulk(this IEndpointRouteBuilder routes)
    {
        var manage = Access.To(Permissions.ProductsManage);
        routes.MapPost("/api/products/update_price_bulk", PricesAsync).Requires(manage).Audited(AuditActions.Update, AuditEntities.Product);
        routes.MapPost("/api/products/stock_update_bulk", StockAsync).Requires(manage).Audited(AuditActions.CountStock, AuditEntities.Product);
    }

    private static async Task<IResult> PricesAsync(JsonBody body, UpdatePrices update, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        if (!Read(json, Price, out var prices, out var text)) return StockJson.Error(text, 400);
        await update.RunAsync(prices, ct);
        return StockJson.Message("Precios actualizados exitosamente");
    }

    private static async Task<IResult> StockAsync(JsonBody body, CountStock count, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return new FaultResult(bad);
        if (!Read(json, Stock, out var counts, out var text)) return StockJson.Error(text, 400);
        if (await count.RunAsync(counts, ct) is { } fault) return CatalogWords.Refuse(fault);
        return StockJson.Message("Stock actualizado exitosamente");
    }

    // A product named twice gets its last value.
    private static bool Read<T>(JsonElement body, Func<JsonElement, (T Value, string? Refusal)> read, out Dictionary<long, T> values, out string refusal)
    {
        (values, refusal) = ([], "Datos inválidos");
        if (new Fields(body).Raw("products") is not { ValueKind: JsonValueKind.Array } products || products.GetArrayLength() == 0) return false;
        foreach (var product in products.EnumerateArray())
        {
            if (product.ValueKind != JsonValueKind.Object) return false;
            var fields = new Fields(product);
            if (fields.Raw("id") is not { ValueKind: JsonValueKind.Number } id || Fields.WholeNumber(id) is not { } key)
            {
                refusal = "Cada producto requiere id";
                return false;
            }
            var (value, wrong) = read(product);
            if (wrong is not null)
            {
                refusal = wrong;
                return false;
            }
            values[key] = value;
        }
        return true;
    }

    private static (Money Value, string? Refusal) Price(JsonElement product)
    {
        if (new Fields(product).Raw("new_price") is not { ValueKind: JsonValueKind.Number } price || Fields.Number(price) is not { } number)
            return (default, "Cada producto requiere un precio numérico");
        return number is >= 0 and <= 1_000_000m ? (Money.Of(number), null) : (default, "El precio debe estar entre 0 y 1000000.0");
    }

    private static (long Value, string? Refusal) Stock(JsonElement product)
    {
        if (new Fields(product).Raw("new_stock") is not { ValueKind: JsonValueKind.Number } stock || Fields.WholeNumber(stock) is not { } number || number < 0)
            return (0, "Cada producto requiere un stock entero no negativo");
        return number <= 10_000 ? (number, null) : (0, "Cantidad: El valor máximo es 10000");
    }
}
