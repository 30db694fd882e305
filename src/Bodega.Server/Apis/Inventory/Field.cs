using System.Globalization;
using System.Text.Json;
using Bodega.Kernel;

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
    /// <remarks>A JSON number beyond a decimal is the end of the range: its text, <c>1e30</c>, begins with a 1 that nobody means.</remarks>
    public long? IntParse => IsBeyondDecimal ? Value.GetDouble() switch { >= 1 => long.MaxValue, <= -1 => long.MinValue, _ => 0 } : Source is { } text ? LeadingNumber.Whole(text) : null;

    /// <summary>float-parse: likewise, with decimals and an exponent. Beyond a decimal's range it is the range's end.</summary>
    public decimal? FloatParse => Source is { } text ? LeadingNumber.Number(text) : null;

    /// <summary>The items of an array; null when it is none.</summary>
    public IReadOnlyList<JsonElement>? Items => Value.ValueKind == JsonValueKind.Array ? [.. Value.EnumerateArray()] : null;

    private bool IsBeyondDecimal => Value.ValueKind == JsonValueKind.Number && !Value.TryGetDecimal(out _);

    private string? Source => Value.ValueKind switch
    {
        JsonValueKind.String => Value.GetString() is { Length: <= MostDigits } text ? text : null,
        // As the original's language spells it: 1e3 is 1000, 5.0 is 5.
        JsonValueKind.Number => Value.TryGetDecimal(out var number) ? (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : Value.GetRawText() is { Length: <= MostDigits } raw ? raw : null,
        _ => null,
    };
}
