using System.Globalization;
using System.Text.Json.Serialization;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Server.Hosting;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Products from a CSV file in two steps: upload with preview, then confirm (contract §6.1).</summary>
internal static class ImportEndpoints
{
    public static void MapImport(this IEndpointRouteBuilder routes)
    {
        var manage = Access.To(Permissions.ProductsManage);
        routes.MapPost("/import", UploadAsync).Requires(manage);
        routes.MapPost("/import/confirm", ConfirmAsync).Requires(manage).Audited(AuditActions.Import, AuditEntities.Product);
    }

    private static async Task<IResult> UploadAsync(HttpContext http, UploadProductList upload, CancellationToken ct)
    {
        if (await ReadFormAsync(http, ct) is not { } form || form.Files.GetFile("file") is not { } file) return StockJson.Error("No file", 400);
        await using var stream = file.OpenReadStream();
        return (await upload.RunAsync(stream, DelimiterOf(form["delimiter"].ToString()), form["has_header"] == "1", ct)).Succeeded(out var preview, out var fault)
            ? StockJson.Ok(new ImportPreviewBody(preview.Key.ToString("D"), preview.Headers, preview.Rows), ImportJson.Wire.ImportPreviewBody)
            : CatalogWords.Refuse(fault);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext http, ImportProducts import, CancellationToken ct)
    {
        var form = await ReadFormAsync(http, ct);
        var columns = new ImportColumns(
            Column("col_barcode") ?? 0, Column("col_name") ?? 1, Column("col_description") ?? 2, Column("col_quantity") ?? 3,
            Column("col_min_quantity") ?? 4, Column("col_price") ?? 5, Column("col_expiration_date"));
        if (!Guid.TryParse(form?["temp_key"].ToString(), out var key) || !(await import.RunAsync(key, columns, ct)).Succeeded(out var result, out _))
        {
            Flash.Set(http, FlashCode.ImportExpired);
            return TypedResults.Redirect("/import");
        }
        Flash.Set(http, FlashCode.ProductsImported, result.Imported);
        if (result.Skipped > 0) Flash.Set(http, FlashCode.RowsSkipped, result.Skipped);
        return TypedResults.Redirect("/");

        int? Column(string name) => int.TryParse(form?[name].ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var column) ? column : null;
    }

    // Read by hand: a form that is none, or is broken, is a file that is not there.
    private static async Task<IFormCollection?> ReadFormAsync(HttpContext http, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType) return null;
        try
        {
            return await http.Request.ReadWholeFormAsync(ct);
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException { StatusCode: not 413 })
        {
            return null;
        }
    }

    private static char DelimiterOf(string text) => text switch
    {
        "\t" or "\\t" or "tab" => '\t',
        [var one] when one is not ('"' or '\r' or '\n' or '\0') => one,
        _ => ',',
    };
}

internal sealed record ImportPreviewBody(string TempKey, IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows);

[JsonSerializable(typeof(ImportPreviewBody))]
internal sealed partial class ImportJson : JsonSerializerContext
{
    public static ImportJson Wire { get; } = new(StockJson.Options());
}
