using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Bodega.Catalog;
using Bodega.Kernel;
using Bodega.Sales;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Reads what is to be sold or corrected, each wrong field with the contract's text (§4.8, §7.2).</summary>
internal static class SaleBodies
{
    /// <summary>Payment method where none is given.</summary>
    public const string Cash = "Efectivo";

    /// <summary>Nothing is paid at the counter.</summary>
    public const string OnCredit = "Fiado";

    /// <summary>Some is paid at the counter.</summary>
    public const string PartOnCredit = "Mixto";

    /// <summary>Lines in one sale. The contract sets no limit; nobody rings up more, and every one costs an <c>UPDATE</c> while other tills wait.</summary>
    public const int MostLines = 1000;

    private const int MostLabel = 50;
    private const decimal MostGrams = 1_000_000_000;
    private const decimal MostPaid = 1_000_000_000_000;

    /// <summary>The barcode, also where a script sends it as a number; null when missing or blank.</summary>
    public static string? Barcode(Fields fields)
    {
        var value = fields.Raw("barcode");
        var text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : fields.Plain("barcode")?.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    public static bool TryPaymentMethod(Fields fields, [MaybeNullWhen(false)] out string method, [MaybeNullWhen(true)] out IResult refusal)
    {
        (method, refusal) = (null, null);
        if (!fields.Has("payment_method")) method = Cash;
        else if (fields.Text("payment_method", "Método de pago", MostLabel, required: false) is { } text) method = text.Length == 0 ? Cash : text;
        else refusal = StockJson.Error(fields.Refusal!.Text, 400); // Text() answers null only with a refusal when the key is there
        return refusal is null;
    }

    public static bool TryBulk(Fields fields, StockCaller caller, [MaybeNullWhen(false)] out SaleRequest request, [MaybeNullWhen(true)] out IResult refusal)
    {
        request = null;
        var forced = IsTrue(fields.Raw("force_credit"));
        if (forced && !caller.IsAdmin) return Refuse("Solo un admin puede forzar el límite de crédito", out refusal, 403);
        var (items, weights) = (fields.Raw("items"), fields.Raw("weight_items"));
        if (fields.Has("items") && items.ValueKind != JsonValueKind.Array) return Refuse("Formato inválido: items[] requerido", out refusal);
        if (fields.Has("weight_items") && weights.ValueKind != JsonValueKind.Array) return Refuse("Formato inválido: items[] / weight_items[] deben ser listas", out refusal);
        var (pieceCount, weightCount) = (fields.Has("items") ? items.GetArrayLength() : 0, fields.Has("weight_items") ? weights.GetArrayLength() : 0);
        if (pieceCount + weightCount == 0) return Refuse("Formato inválido: items[] requerido", out refusal);
        if (pieceCount + weightCount > MostLines) return Refuse($"Formato inválido: máximo {MostLines} líneas por venta", out refusal);

        var lines = new List<SaleRequestLine>(pieceCount + weightCount);
        for (var i = 0; i < pieceCount; i++)
        {
            if (Piece(items[i]) is not { } line) return Refuse($"item_id/cantidad inválidos en índice {i}", out refusal);
            lines.Add(line);
        }
        for (var i = 0; i < weightCount; i++)
        {
            if (Whole(weights[i], "weight_item_id") is not { } id || Number(weights[i], "weight") is not { } grams || grams > MostGrams)
                return Refuse($"weight_item_id/peso inválidos en weight_items[{i}]", out refusal);
            var milligrams = decimal.Round(grams <= 0 ? 0 : grams * 1000, MidpointRounding.AwayFromZero);
            if (milligrams <= 0) return Refuse($"El peso debe ser mayor a 0 en weight_items[{i}]", out refusal);
            lines.Add(new SaleRequestLine(id, (long)milligrams, SoldBy.Weight));
        }
        return TryPaymentMethod(fields, out var method, out refusal) && TryPayment(fields, lines, method, forced, out request, out refusal);
    }

    public static bool TryCorrection(long saleId, Fields fields, [MaybeNullWhen(false)] out SaleCorrection correction, [MaybeNullWhen(true)] out IResult refusal)
    {
        correction = null;
        var items = fields.Raw("items");
        if (items.ValueKind != JsonValueKind.Array || items.GetArrayLength() is 0 or > MostLines) return Refuse("Items inválidos", out refusal);
        var lines = new List<SaleRequestLine>(items.GetArrayLength());
        foreach (var item in items.EnumerateArray())
        {
            if (Piece(item) is not { } line) return Refuse("Items inválidos", out refusal);
            lines.Add(line);
        }
        if (!fields.Has("vendor_id") || !fields.Has("payment_method") || fields.Plain("vendor_id") is { } vendor && string.IsNullOrWhiteSpace(vendor))
            return Refuse("Faltan campos requeridos", out refusal);
        if (fields.Text("payment_method", "Método de pago", MostLabel, required: false) is not { } method) return Refuse(fields.Refusal!.Text, out refusal); // it refused
        if (method.Length == 0) return Refuse("Faltan campos requeridos", out refusal);
        if (Fields.WholeNumber(fields.Raw("vendor_id")) is not { } seller) return Refuse(SaleWords.BadReference, out refusal);
        refusal = null;
        correction = new SaleCorrection(saleId, lines, seller, method, method is OnCredit or PartOnCredit);
        return true;
    }

    private static bool TryPayment(
        Fields fields, List<SaleRequestLine> lines, string method, bool forced, [MaybeNullWhen(false)] out SaleRequest request, [MaybeNullWhen(true)] out IResult refusal)
    {
        request = null;
        var payment = method switch
        {
            OnCredit => Payment.None,
            PartOnCredit => Payment.Part,
            _ => Payment.Full,
        };
        var customer = fields.Raw("customer_id");
        var hasCustomer = fields.Has("customer_id") && !(customer.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(fields.Plain("customer_id")));
        if (payment != Payment.Full && !hasCustomer) return Refuse(SaleWords.CustomerRequired, out refusal);
        long? customerId = hasCustomer ? Fields.WholeNumber(customer) : null;
        if (hasCustomer && customerId is null) return Refuse(SaleWords.BadReference, out refusal);
        var paid = 0m;
        if (fields.Has("amount_paid"))
        {
            if (Fields.Number(fields.Raw("amount_paid")) is not { } given) return Refuse("amount_paid inválido", out refusal);
            paid = Math.Clamp(given, -MostPaid, MostPaid); // beyond any total either way
        }
        refusal = null;
        request = new SaleRequest(lines, method) { Payment = payment, AmountPaid = Money.Of(paid).Rounded(), CustomerId = customerId, BeyondCreditLimit = forced, Announce = true };
        return true;
    }

    private static SaleRequestLine? Piece(JsonElement item) =>
        Whole(item, "item_id") is { } id && Whole(item, "quantity") is { } quantity and > 0 ? new SaleRequestLine(id, quantity) : null;

    private static long? Whole(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? Fields.WholeNumber(value) : null;

    private static decimal? Number(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? Fields.Number(value) : null;

    private static bool IsTrue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Number => !value.TryGetInt64(out var number) || number != 0,
        JsonValueKind.String => value.GetRawText().Length > 2, // any text counts as yes, as the original's language has it
        _ => false,
    };

    private static bool Refuse(string text, [MaybeNullWhen(true)] out IResult refusal, int status = 400)
    {
        refusal = StockJson.Error(text, status);
        return false;
    }
}
