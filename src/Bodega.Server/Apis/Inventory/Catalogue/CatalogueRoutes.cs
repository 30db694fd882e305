using System.Globalization;
using System.Text.Json;
using Bodega.Kernel;

namespace Bodega.Server.Apis.Inventory.Catalogue;

/// <summary>Products, categories, movements (trade contract §3, §5–7), and how their requests are read.</summary>
internal static class CatalogueRoutes
{
    /// <summary>Most characters of a name or code (§17).</summary>
    public const int MostName = 255;

    /// <summary>Most characters of a description or note.</summary>
    public const int MostText = 2000;

    /// <summary>The highest quantity and price (§20).</summary>
    public const int MostNumber = int.MaxValue;

    public const string BadIds = "IDs inválidos.";
    public const string BadId = "ID inválido.";

    private const int UsualPage = 50;
    private const int MostPage = 100;

    public static void MapCatalogue(this IEndpointRouteBuilder routes)
    {
        routes.MapProducts();
        routes.MapCategories();
        routes.MapMovements();
        routes.MapImport();
        // Names that would otherwise pass for ids.
        foreach (var (path, methods) in new (string, string[])[]
        {
            ("/api/productos/bulk-delete", ["GET", "PUT", "DELETE"]), ("/api/productos/importar", ["GET", "PUT", "DELETE"]), ("/api/productos/plantilla", ["PUT", "DELETE"]),
            ("/api/productos/sugerir-codigo", ["PUT", "DELETE"]), ("/api/categorias/bulk-delete", ["PUT", "DELETE"]),
        })
            NotServed.Map(routes, path, methods);
    }

    /// <summary>Place and length of the page that is asked for (§1.4).</summary>
    public static (long? Cursor, int Limit) Page(this HttpRequest request) =>
        (LeadingNumber.Whole(request.Query["cursor"].ToString()), (int)Math.Clamp(LeadingNumber.Whole(request.Query["limite"].ToString()) ?? UsualPage, 1, MostPage));

    /// <summary>An id in a path; 0 when it is none.</summary>
    public static long Id(string text) => LeadingNumber.Whole(text) is > 0 and var id ? id : 0;

    /// <summary>The positive whole numbers of a bulk-delete's <c>ids</c>; null when it is no list, or an empty one.</summary>
    public static IReadOnlyList<long>? Ids(this InventoryBody body) =>
        body["ids"].Items is { Count: > 0 } items ? [.. items.Select(item => WholeNumber(new Field(item)) ?? 0).Where(id => id > 0)] : null;

    /// <summary>A JSON number or numeric text without decimals; null for anything else, <c>"5abc"</c> too.</summary>
    public static long? WholeNumber(Field field)
    {
        var text = field.Value.ValueKind switch
        {
            JsonValueKind.Number => field.Value.GetRawText(),
            JsonValueKind.String => field.Value.GetString()!.Trim(), // a string is one
            _ => "",
        };
        return text.Length <= 40 && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number) && Math.Abs(number) <= long.MaxValue
            ? (long)number : null;
    }

    /// <summary>An amount from 0 to <see cref="MostNumber"/>, or null.</summary>
    public static Money? Price(Field field) => field.FloatParse is >= 0 and <= MostNumber and var amount ? Money.Of(amount) : null;

    /// <summary>400 for a text beyond its limit.</summary>
    public static IResult TooLong(string what, int most) => InventoryJson.Invalid($"{what} no puede tener más de {most} caracteres.");
}
