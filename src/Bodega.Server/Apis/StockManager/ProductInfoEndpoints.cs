using System.Text.Json.Serialization;
using Bodega.Server.Integrations;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Fills in a product form from a public database (contract §7.5).</summary>
internal static class ProductInfoEndpoints
{
    public static void MapProductInfo(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/products/info/{barcode}", AskAsync).Requires(Access.Session);

    private static async Task<IResult> AskAsync(string barcode, OpenFoodFacts database, CancellationToken ct)
    {
        var (end, product) = await database.AskAsync(barcode.Trim(), ct);
        return end switch
        {
            LookupEnd.Found => StockJson.Ok(product!, ProductInfoJson.Wire.FoundProduct), // found, so it is there
            LookupEnd.Unknown => StockJson.Error("Producto no encontrado en OpenFoodFacts", 404),
            LookupEnd.Unreachable => StockJson.Error("No se pudo conectar con OpenFoodFacts", 502),
            _ => StockJson.Error("Error al consultar OpenFoodFacts", 500),
        };
    }
}

[JsonSerializable(typeof(FoundProduct))]
internal sealed partial class ProductInfoJson : JsonSerializerContext
{
    public static ProductInfoJson Wire { get; } = new(StockJson.Options());
}
