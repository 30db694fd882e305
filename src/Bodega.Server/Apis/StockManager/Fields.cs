using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Reads fields of a JSON object by the contract's rules (§10); the first broken rule stays in <see cref="Refusal"/>.</summary>
internal sealed class Fields(JsonElement body)
{
    /// <summary>The first refusal met, or null.</summary>
    public StockRefusal? Refusal { get; private set; }

    /// <summary>True when every key is there and not null.</summary>
    public bool HasAll(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (!Has(name)) return false;
        return true;
    }

    /// <summary>True when the key is there and not null.</summary>
    public bool Has(string name) => body.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    /// <summary>True when the key is there, even as null.</summary>
    public bool Names(string name) => body.TryGetProperty(name, out _);

    /// <summary>The value as it is; undefined when absent.</summary>
    public JsonElement Raw(string name) => body.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The text as sent, or null when absent, null, or no string; never refuses.</summary>
    public string? Plain(string name) => body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? SafeText(value) : null;

    /// <summary>A trimmed text of limited length.</summary>
    /// <param name="name">Key.</param>
    /// <param name="label">The field's name in the refusal.</param>
    /// <param name="most">Characters allowed after trimming.</param>
    /// <param name="required">Refuse blank text.</param>
    /// <param name="trim">False for passwords.</param>
    public string? Text(string name, string label, int most, bool required = true, bool trim = true)
    {
        var value = Raw(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return required ? Refuse<string>(label, "El campo es obligatorio") : null;
        if (value.ValueKind != JsonValueKind.String || SafeText(value) is not { } text) return Refuse<string>(label, "Debe ser texto");
        if (trim) text = text.Trim();
        if (required && text.Length == 0) return Refuse<string>(label, "El campo es obligatorio");
        var length = LengthOf(text);
        return length > most ? Refuse<string>(label, $"Máximo {most} caracteres (tiene {length})") : text;
    }

    /// <summary>A whole number in a range; numeric strings count, fractions are cut toward zero.</summary>
    public long Whole(string name, string label, long least, long most)
    {
        if (Number(Raw(name)) is not { } number) return Refuse<long>(label, "Debe ser un número entero");
        number = decimal.Truncate(number);
        if (number < least) return Refuse<long>(label, $"El valor mínimo es {least}");
        return number > most ? Refuse<long>(label, $"El valor máximo es {most}") : (long)number;
    }

    /// <summary>An amount in a range.</summary>
    public Kernel.Money Amount(string name, string label, decimal most)
    {
        if (Number(Raw(name)) is not { } number) return Refuse<Kernel.Money>(label, "Debe ser un número");
        if (number < 0) return Refuse<Kernel.Money>(label, "El valor mínimo es 0");
        return number > most ? Refuse<Kernel.Money>(label, $"El valor máximo es {most.ToString("0.0", CultureInfo.InvariantCulture)}") : Kernel.Money.Of(number);
    }

    /// <summary>A finite number, or a string that spells one; null otherwise. NaN, Infinity and what exceeds a decimal are no numbers.</summary>
    public static decimal? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number,
        JsonValueKind.Number when value.TryGetDouble(out var number) => double.IsFinite(number) ? (number < 0 ? decimal.MinValue : decimal.MaxValue) : null,
        JsonValueKind.String when SafeText(value) is { Length: <= 64 } text
            && decimal.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>A whole JSON number or a string that spells one, null otherwise; fractions are no whole numbers here.</summary>
    public static long? WholeNumber(JsonElement value) =>
        Number(value) is { } number && number == decimal.Truncate(number) && Math.Abs(number) <= long.MaxValue ? (long)number : null;

    /// <summary>Characters as people count code points.</summary>
    public static int LengthOf(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes()) length++;
        return length;
    }

    /// <summary>Keeps the first refusal: <c>label: text</c>, status 400.</summary>
    public T? Refuse<T>(string label, string text)
    {
        Refusal ??= new StockRefusal(400, $"{label}: {text}");
        return default;
    }

    // A lone surrogate cannot be stored, and PostgreSQL's text holds no NUL: such a string is no text.
    private static string? SafeText(JsonElement value)
    {
        try
        {
            var text = value.GetString()!; // the kind was checked
            return text.Contains('\0', StringComparison.Ordinal) || !IsWellFormed(text) ? null : text;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsWellFormed(string text)
    {
        foreach (var rune in text.AsSpan().EnumerateRunes())
            if (rune == Rune.ReplacementChar && !text.Contains('\uFFFD', StringComparison.Ordinal)) return false;
        return true;
    }
}
