using System.Globalization;
using System.Text.Json;

namespace Bodega.Server.Apis.Inventory;

/// <summary>A field of a body, read as the original's language would read it (trade contract §1.1).</summary>
/// <param name="Value">As it stands; undefined when absent.</param>
internal readonly record struct Field(JsonElement Value)
{
    private const int MostDigits = 400; // beyond, it is no number that anybody means

    /// <summary>A field of an object; undefined when there is none.</summary>
    public static Field Of(JsonElement json, string name) => new(json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default);

    /// <summary>True when the key is there, even as null.</summary>
    public bool IsGiven => Value.ValueKind != JsonValueKind.Undefined;

    /// <summary>True when it is there and not null.</summary>
    public bool HasValue => Value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The text, or null when it is none.</summary>
    public string? Text => Value.ValueKind == JsonValueKind.String ? Value.GetString() : null;

    /// <summary>The text without blanks around it; null when it is none or nothing is left.</summary>
    public string? Trimmed => Text?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>What <c>value || null</c> gives where a text is stored: false, 0, "" and null are nothing; numbers and booleans their text.</summary>
    public string? Truthy => Value.ValueKind switch
    {
        JsonValueKind.String => Value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.True => "true",
        JsonValueKind.Number when FloatParse is not 0 => Value.GetRawText(),
        _ => null,
    };

    /// <summary>int-parse: the whole number that a number or text begins with; null where there is none.</summary>
    public long? IntParse => Source is { } text ? LeadingInteger(text) : null;

    /// <summary>float-parse: likewise, with decimals and an exponent. Beyond a decimal's range it is the range's end.</summary>
    public decimal? FloatParse => Source is { } text ? LeadingNumber(text) : null;

    /// <summary>The items of an array; null when it is none.</summary>
    public IReadOnlyList<JsonElement>? Items => Value.ValueKind == JsonValueKind.Array ? [.. Value.EnumerateArray()] : null;

    private string? Source => Value.ValueKind switch
    {
        JsonValueKind.String => Value.GetString() is { Length: <= MostDigits } text ? text : null,
        // As the original's language spells it: 1e3 is 1000, 5.0 is 5.
        JsonValueKind.Number => Value.TryGetDecimal(out var number) ? (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : Value.GetRawText() is { Length: <= MostDigits } raw ? raw : null,
        _ => null,
    };

    /// <summary><inheritdoc cref="IntParse" path="/summary"/></summary>
    public static long? LeadingInteger(string given)
    {
        var text = given.AsSpan().TrimStart();
        var length = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var digits = length;
        while (length < text.Length && char.IsAsciiDigit(text[length])) length++;
        if (length == digits) return null;
        return Int128.TryParse(text[..Math.Min(length, 30)], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? (long)Int128.Clamp(number, long.MinValue, long.MaxValue) : null;
    }

    /// <summary><inheritdoc cref="FloatParse" path="/summary"/></summary>
    public static decimal? LeadingNumber(string given)
    {
        var text = given.AsSpan().TrimStart();
        var length = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var digits = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length])) (length, digits) = (length + 1, digits + 1);
        if (length < text.Length && text[length] == '.')
        {
            length++;
            while (length < text.Length && char.IsAsciiDigit(text[length])) (length, digits) = (length + 1, digits + 1);
        }
        if (digits == 0) return null;
        var exponent = length;
        if (exponent < text.Length && text[exponent] is 'e' or 'E')
        {
            exponent++;
            if (exponent < text.Length && text[exponent] is '-' or '+') exponent++;
            if (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
            {
                while (exponent < text.Length && char.IsAsciiDigit(text[exponent])) exponent++;
                length = exponent;
            }
        }
        if (decimal.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        return text[0] == '-' ? decimal.MinValue : decimal.MaxValue;
    }
}
