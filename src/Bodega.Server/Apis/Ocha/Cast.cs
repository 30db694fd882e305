using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bodega.Kernel;

namespace Bodega.Server.Apis.Ocha;

/// <summary>Coerces fields by the contract's rules (§1.3) and collects what is wrong, in the form of §1.4.</summary>
/// <param name="model">Model named in the text: <c>Product</c>, <c>Store</c>, <c>Order</c>, <c>OrderItem</c>.</param>
internal sealed partial class Cast(string model)
{
    private readonly List<string> _errors = [];

    /// <summary><c>Product validation failed: slug: slug requis, …</c>; null when nothing is wrong.</summary>
    public string? Error => _errors.Count == 0 ? null : $"{model} validation failed: {string.Join(", ", _errors)}";

    /// <summary>Notes what is wrong with a field.</summary>
    public void Refuse(string path, string text) => _errors.Add($"{path}: {text}");

    /// <summary>True when a value counts as given where the contract asks only whether something was sent: not absent, null, false, 0 or "".</summary>
    public static bool IsTruthy(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => value.GetString() is { Length: > 0 },
        JsonValueKind.Number => !value.TryGetDecimal(out var number) || number != 0,
        _ => true,
    };

    /// <summary>True when the field was sent, even as null.</summary>
    public static bool IsSent(JsonElement value) => value.ValueKind != JsonValueKind.Undefined;

    /// <summary>The value as text: numbers and truth values become text; null for everything else.</summary>
    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()?.Replace("\0", "", StringComparison.Ordinal), // no database text holds NUL
        JsonValueKind.Number => value.TryGetDecimal(out var number) ? (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>A text that must not be blank.</summary>
    public string Required(string path, JsonElement value, string missing, int most, bool trim = true)
    {
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array) Refuse(path, $"Cast to string failed for value at path \"{path}\"");
        else if (Text(value) is not { } text || text.Length == 0 || (trim && text.Trim().Length == 0)) Refuse(path, missing);
        else if (text.Length > most) Refuse(path, $"Path `{path}` is longer than the maximum allowed length ({most}).");
        else return trim ? text.Trim() : text;
        return "";
    }

    /// <summary>A number, or null with a refusal.</summary>
    public decimal? Number(string path, JsonElement value)
    {
        if (NumberOf(value) is { } number) return number;
        Refuse(path, $"Cast to Number failed for value at path \"{path}\"");
        return null;
    }

    /// <summary>A number or a text of one; null for anything else.</summary>
    public static decimal? NumberOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetDecimal(out var number) ? number : null,
        JsonValueKind.String when decimal.TryParse(value.GetString()!.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number, // a string is one
        _ => null,
    };

    /// <summary>A price from 0 to 1 000 000 (contract W8).</summary>
    public Money Price(string path, JsonElement value)
    {
        if (Number(path, value) is not { } number) return Money.Zero;
        if (number < 0) Refuse(path, $"Path `{path}` ({number.ToString(CultureInfo.InvariantCulture)}) is less than minimum allowed value (0).");
        else if (number > 1_000_000) Refuse(path, $"Path `{path}` ({number.ToString(CultureInfo.InvariantCulture)}) is more than maximum allowed value (1000000).");
        else return Money.Of(number);
        return Money.Zero;
    }

    /// <summary>A truth value, or null with a refusal.</summary>
    public bool? Flag(string path, JsonElement value)
    {
        bool? flag = value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => Text(value) switch
            {
                "true" or "1" or "yes" => true,
                "false" or "0" or "no" => false,
                _ => null,
            },
        };
        if (flag is null) Refuse(path, $"Cast to Boolean failed for value at path \"{path}\"");
        return flag;
    }

    /// <summary>An instant: ISO 8601, a day (its midnight UTC), or milliseconds since 1970; null for anything else.</summary>
    public static DateTimeOffset? Instant(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
            return value.TryGetDecimal(out var milliseconds) && Math.Abs(milliseconds) <= 60_000_000_000_000m ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null;
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text || !IsoTime().IsMatch(text)) return null;
        if (text.IndexOf('.', StringComparison.Ordinal) is > 0 and var point)
        {
            var digits = text.AsSpan(point + 1).IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length - point - 1;
            if (digits > 7) text = text.Remove(point + 8, digits - 7); // finer than an instant is kept
        }
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,30})?)?(Z|[+-]\d{2}:?\d{2})?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsoTime();
}
