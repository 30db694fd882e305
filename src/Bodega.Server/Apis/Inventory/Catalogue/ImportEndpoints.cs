using System.Globalization;
using System.Text;
using Bodega.Catalog.Lists;
using Bodega.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bodega.Server.Apis.Inventory.Catalogue;

/// <summary>Bulk import of products, and the list to begin with (trade contract §6).</summary>
internal static class ImportEndpoints
{
    private const int MostRows = 5000;
    private const long MostBytes = 10 * 1024 * 1024;
    private const string Empty = "El archivo está vacío.";
    private const string Unreadable = "Error al procesar el archivo.";

    // The largest file with what a form puts around it, and somewhat larger ones, which are told how large they are.
    private const long MostBody = 32 * 1024 * 1024;

    private static readonly byte[] Template =
    [
        .. Encoding.UTF8.Preamble,
        .. Encoding.UTF8.GetBytes(
            "codigo,nombre,descripcion,precio,cantidad,stockMinimo,categoria\n"
            + "LAP-001,Lápiz HB,Caja por 12 unidades,5000,100,20,Oficina\n"
            + "PAPEL-001,Resma carta,75 gr 500 hojas,15000,50,10,Oficina\n"
            + "AGUA-001,Agua mineral 600ml,Sin gas,2500,200,40,Bebidas"),
    ];

    public static void MapImport(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/productos/importar", ImportAsync).Requires(Access.Admin).WithMetadata(new AnyBody(MostBody), new BugText(Unreadable));
        routes.MapGet("/api/productos/plantilla", GetTemplate).Requires(Access.Admin);
    }

    private static FileContentHttpResult GetTemplate(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = "attachment; filename=\"plantilla_productos.csv\"";
        return TypedResults.Bytes(Template, "text/csv; charset=utf-8");
    }

    private static async Task<IResult> ImportAsync(HttpContext http, ImportList import, CancellationToken ct)
    {
        try
        {
            return http.Request.HasFormContentType ? await ImportFormAsync(http.Request, import, ct)
                : http.Request.HasJsonContentType() ? await ImportTextAsync(http, import, ct)
                : InventoryJson.Invalid(InventoryWords.BadContentType);
        }
        catch (InvalidDataException)
        {
            return InventoryJson.Invalid(Unreadable);
        }
    }

    private static async Task<IResult> ImportFormAsync(HttpRequest request, ImportList import, CancellationToken ct)
    {
        var form = await request.ReadWholeFormAsync(ct);
        if (form.Files.GetFile("archivo") is not { Length: > 0 } file) return InventoryJson.Invalid("No se recibió ningún archivo.");
        if (file.Length > MostBytes) return TooLarge(file.Length);
        await using var content = file.OpenReadStream();
        var isWorkbook = ProductList.IsWorkbook(file.FileName);
        using var list = ProductList.Open(content, isWorkbook);
        return await RunAsync(list, isWorkbook, import, ct);
    }

    private static async Task<IResult> ImportTextAsync(HttpContext http, ImportList import, CancellationToken ct)
    {
        var body = await InventoryBody.BindAsync(http);
        if (body?["csv"].Text is not { } text || string.IsNullOrWhiteSpace(text)) return InventoryJson.Invalid(Empty);
        if (Encoding.UTF8.GetByteCount(text) is > (int)MostBytes and var bytes) return TooLarge(bytes);
        using var list = ProductList.Of(text);
        return await RunAsync(list, isWorkbook: false, import, ct);
    }

    private static async Task<IResult> RunAsync(ProductList list, bool isWorkbook, ImportList import, CancellationToken ct)
    {
        if (list.Headers is not { } headers) return InventoryJson.Invalid(Empty);
        var columns = ListColumns.Of(headers);
        if (columns.Missing.Count > 0) return InventoryJson.Ok(ImportWords.Missing(columns), ImportWire.Wire.MissingColumnsBody, 400);
        var (rows, count) = (new List<ListRow>(), 0);
        while (list.Read() is { } cells)
            if (++count <= MostRows) rows.Add(columns.Pick(cells));
        if (count > MostRows) return InventoryJson.Invalid(string.Create(CultureInfo.InvariantCulture, $"El archivo contiene {count:N0} filas. El máximo permitido es {MostRows:N0}."));
        var report = new List<ImportedRowBody>(count);
        var done = await import.RunAsync(rows, new ListImport(isWorkbook, SkipBadRows: true), row => report.Add(ImportWords.Row(row)), ct);
        return done.Succeeded(out var tally, out var fault)
            ? InventoryJson.Ok(new ImportBody(isWorkbook ? "xlsx" : "csv", ImportWords.Columns(columns), columns.Ignored, count, tally.Created, tally.Refused, report), ImportWire.Wire.ImportBody)
            : new FaultResult(fault);
    }

    private static IResult TooLarge(long bytes) =>
        InventoryJson.Error(413, string.Create(CultureInfo.InvariantCulture, $"El archivo excede el límite de 10 MB (tamaño recibido: {bytes / (1024m * 1024m):0.0} MB)."));
}
