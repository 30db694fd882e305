using System.Globalization;
using System.Text.Json.Serialization;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Catalog.Barcodes;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Barcodes: picture, change, printable sheet (contract §6.2).</summary>
internal static class BarcodeEndpoints
{
    public static void MapBarcodes(this IEndpointRouteBuilder routes)
    {
        var manage = Access.To(Permissions.BarcodeManage);
        routes.MapGet("/products/{id:long:min(0)}/barcode/image", ImageAsync).Requires(Access.Session);
        routes.MapPost("/products/{id:long:min(0)}/barcode/regenerate", RegenerateAsync).Requires(manage).Audited(AuditActions.Update, AuditEntities.Product);
        routes.MapPut("/products/{id:long:min(0)}/barcode/update", UpdateAsync).Requires(manage).Audited(AuditActions.Update, AuditEntities.Product);
        routes.MapGet("/products/barcodes/pdf", SheetAsync).Requires(manage);
    }

    private static async Task<IResult> ImageAsync(long id, BodegaDb db, CancellationToken ct)
    {
        var code = await db.Pieces().Where(p => p.Id == id).Select(p => p.Barcode).FirstOrDefaultAsync(ct);
        return code is not null && Barcode.Encode(code) is { } barcode
            ? TypedResults.Bytes(BarcodePng.Render(barcode), "image/png")
            : StockJson.Error("Producto sin código de barras", 404);
    }

    private static async Task<IResult> RegenerateAsync(long id, ChangeBarcode change, CancellationToken ct) =>
        (await change.RunAsync(id, ChangeBarcode.CodeFor(id), ct)).Succeeded(out var code, out var fault)
            ? Changed($"Código de barras actualizado a: {code}", code)
            : CatalogWords.Refuse(fault);

    private static async Task<IResult> UpdateAsync(long id, JsonBody body, ChangeBarcode change, CancellationToken ct)
    {
        if (!body.Strict.Succeeded(out var json, out var bad)) return CatalogWords.Refuse(bad);
        var fields = new Fields(json);
        if (fields.Plain("barrs_code")?.Trim() is not { Length: > 0 }) return StockJson.Error("Código de barras no puede estar vacío", 400);
        var asked = fields.Text("barrs_code", "Código de barras", 20);
        if (fields.Refusal is { } refusal) return CatalogWords.Refuse(refusal);
        return (await change.RunAsync(id, asked!, ct)).Succeeded(out var code, out var fault) // null only with a refusal
            ? Changed($"Código actualizado a: {code}", code)
            : CatalogWords.Refuse(fault);
    }

    private static async Task<IResult> SheetAsync(HttpContext http, BodegaDb db, TimeProvider clock, CancellationToken ct)
    {
        var asked = http.Request.Query["ids"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (asked.Length == 0) return StockJson.Error("No hay productos seleccionados", 400);
        var ids = asked.Where(id => id.All(char.IsAsciiDigit) && long.TryParse(id, CultureInfo.InvariantCulture, out _))
            .Select(id => long.Parse(id, CultureInfo.InvariantCulture)).Distinct().ToArray();
        if (ids.Length == 0) return StockJson.Error("IDs inválidos", 400);
        var products = await db.Pieces().OnSale().Where(p => ids.Contains(p.Id) && p.Barcode != null && p.Barcode != "")
            .ToDictionaryAsync(p => p.Id, p => new BarcodeLabel(p.Barcode!, p.Name), ct); // filtered in the query
        if (products.Count == 0) return StockJson.Error("No hay productos con código de barras", 400);
        using var file = new MemoryStream();
        BarcodeSheet.Write(file, ids.Where(products.ContainsKey).Select(id => products[id]), clock.GetNow());
        http.Response.Headers.ContentDisposition = $"attachment; filename=codigos_barras_{clock.GetNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}.pdf";
        return TypedResults.Bytes(file.ToArray(), "application/pdf");
    }

    private static IResult Changed(string message, string code) => StockJson.Ok(new BarcodeChangedBody(true, message, code), BarcodeJson.Wire.BarcodeChangedBody);
}

internal sealed record BarcodeChangedBody(bool Success, string Message, string BarrsCode);

[JsonSerializable(typeof(BarcodeChangedBody))]
internal sealed partial class BarcodeJson : JsonSerializerContext
{
    public static BarcodeJson Wire { get; } = new(StockJson.Options());
}
