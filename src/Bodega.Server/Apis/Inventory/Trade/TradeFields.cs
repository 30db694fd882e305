using System.Globalization;
using System.Text.Json;
using Bodega.Kernel;
using Bodega.Sales;

namespace Bodega.Server.Apis.Inventory.Trade;

/// <summary>What the trade routes read alike (trade contract §1.1, §8.1, §17).</summary>
internal static class TradeFields
{
    public const string BadId = "ID inválido.";

    /// <summary>The longest name, code or other single line.</summary>
    public const int MostName = 255;

    /// <summary>The longest free text.</summary>
    public const int MostNotes = 2000;

    /// <summary>The most pieces of one line.</summary>
    public const long MostPieces = int.MaxValue;

    /// <summary>The most items of one request: each costs the database a statement.</summary>
    public const int MostItems = 2000;

    /// <summary>Said of more than <see cref="MostItems"/>.</summary>
    public const string TooManyItems = "Se permiten como máximo 2000 ítems.";

    /// <summary>An id of a path; null where it is none. Beyond our range it is nobody's.</summary>
    public static long? Id(string given) => LeadingNumber.Whole(given) is { } id and > 0 ? id : null;

    /// <summary>The refusal of the first text that is too long, or null.</summary>
    public static IResult? RefuseLong(params (string Field, string? Text, int Most)[] texts)
    {
        foreach (var (field, text, most) in texts)
            if (text?.Length > most) return InventoryJson.Invalid($"El campo \"{field}\" no puede superar los {most.ToString(CultureInfo.InvariantCulture)} caracteres.");
        return null;
    }

    /// <summary>Items of a sale or quote, lines of one product added up in the order of their first; the refusal otherwise.</summary>
    /// <param name="body">The request.</param>
    /// <param name="none">Said where there are no items.</param>
    /// <param name="wrong">Said of an item that makes no sense.</param>
    public static (IReadOnlyList<SaleRequestLine> Lines, IResult? Refusal) Items(InventoryBody body, string none, string wrong)
    {
        if (body["items"].Items is not { Count: > 0 } items) return ([], InventoryJson.Invalid(none));
        if (items.Count > MostItems) return ([], InventoryJson.Invalid(TooManyItems));
        var (order, quantities) = (new List<long>(), new Dictionary<long, long>());
        foreach (var item in items)
        {
            if (Field.Of(item, "productoId").IntParse is not { } product || product <= 0 || Field.Of(item, "cantidad").IntParse is not { } quantity || quantity is <= 0 or > MostPieces)
                return ([], InventoryJson.Invalid(wrong));
            if (!quantities.TryGetValue(product, out var sum)) order.Add(product);
            if (sum + quantity > MostPieces) return ([], InventoryJson.Invalid(wrong));
            quantities[product] = sum + quantity;
        }
        return ([.. order.Select(product => new SaleRequestLine(product, quantities[product]))], null);
    }

    /// <summary>The whole number that a JSON number is; null where it is none.</summary>
    public static long? Whole(Field field) =>
        field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetDecimal(out var number) && decimal.IsInteger(number) && number is >= long.MinValue and <= long.MaxValue ? (long)number : null;

    /// <summary>How many a list is to show: what is no number is as if it were not given.</summary>
    public static int Limit(HttpRequest request, int usual, int most) =>
        LeadingNumber.Whole(request.Query["limite"].ToString()) is { } limit ? (int)Math.Clamp(limit, 1, most) : usual;
}
