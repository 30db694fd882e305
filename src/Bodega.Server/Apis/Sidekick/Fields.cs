using System.Globalization;
using System.Text.Json;

namespace Bodega.Server.Apis.Sidekick;

/// <summary>Whether a field must be there.</summary>
internal enum Need
{
    /// <summary>There, and not null.</summary>
    Required,

    /// <summary>There or not, but not null.</summary>
    Optional,

    /// <summary>There or not; null is as good as absent.</summary>
    OrNull,
}

/// <summary>What becomes of fields that nobody asked for.</summary>
internal enum UnknownFields
{
    Refused,
    Ignored,
}

/// <summary>Reads the fields of a body and gathers what is wrong with them, in the wire's words (contract §1.1).</summary>
/// <param name="body">The body.</param>
/// <param name="bare">True where texts do not begin with the field's name.</param>
/// <param name="unknown">What becomes of fields that nobody asked for.</param>
internal sealed class Fields(SidekickBody body, bool bare = false, UnknownFields unknown = UnknownFields.Refused)
{
    public const string MissingText = "Missing data for required field.";
    public const string NullText = "Field may not be null.";
    public const string NoString = "Not a valid string.";
    public const string NoInteger = "Not a valid integer.";
    public const string NoObject = "_schema: Invalid input type.";
    public const string NoObjectBare = "Invalid input type.";

    private static readonly string[] Truths = ["true", "t", "yes", "y", "on", "1"];
    private static readonly string[] Falsehoods = ["false", "f", "no", "n", "off", "0"];

    private readonly List<string> _errors = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>True when the field was sent, even as null.</summary>
    public bool Given(string name) => body[name].ValueKind != JsonValueKind.Undefined;

    /// <summary>Adds a text about a field.</summary>
    public void Refuse(string name, string text) => _errors.Add(bare ? text : $"{name}: {text}");

    /// <summary>422 with everything that is wrong, or null when nothing is. Fields that nobody asked for until now are unknown.</summary>
    public IResult? Refusal
    {
        get
        {
            if (!body.IsObject) return SidekickJson.Refuse(422, bare ? NoObjectBare : NoObject);
            if (unknown == UnknownFields.Refused)
                foreach (var given in body.Root.EnumerateObject().Where(given => _known.Add(given.Name))) Refuse(given.Name, "Unknown field.");
            return _errors.Count == 0 ? null : SidekickJson.Refuse(422, _errors);
        }
    }

    /// <summary>A text; null when it is absent, null or wrong.</summary>
    /// <param name="name">The field.</param>
    /// <param name="need">Whether it must be there.</param>
    /// <param name="least">Least length, in characters as people count them.</param>
    /// <param name="most">Greatest length.</param>
    /// <param name="clean">Applied before the length is judged.</param>
    /// <param name="missing">What is said where it is absent, instead of the common text.</param>
    public string? Text(string name, Need need, int least = 0, int most = int.MaxValue, Func<string, string>? clean = null, string? missing = null)
    {
        if (Value(name, need, missing) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.String)
        {
            Refuse(name, NoString);
            return null;
        }
        var text = value.GetString()!; // a string is one
        if (clean is not null) text = clean(text);
        // NUL is a character that no database holds.
        if ((text.Contains('\0', StringComparison.Ordinal) ? NoString : LengthFlaw(text, least, most)) is not { } flaw) return text;
        Refuse(name, flaw);
        return null;
    }

    /// <summary>A text out of a set, compared as it stands.</summary>
    public string? OneOf(string name, Need need, params IReadOnlyList<string> words)
    {
        if (Text(name, need) is not { } text) return null;
        if (words.Contains(text)) return text;
        Refuse(name, $"Must be one of: {string.Join(", ", words)}.");
        return null;
    }

    /// <summary>A whole number in a range.</summary>
    /// <param name="name">The field.</param>
    /// <param name="need">Whether it must be there.</param>
    /// <param name="least">The least.</param>
    /// <param name="most">The greatest.</param>
    /// <param name="loose">True where <c>"2"</c> and <c>3.0</c> count as well.</param>
    public long? Integer(string name, Need need, long least, long most, bool loose = false)
    {
        if (Value(name, need) is not { } value) return null;
        if (IntegerOf(value, loose) is not { } number)
        {
            Refuse(name, NoInteger);
            return null;
        }
        if (number >= least && number <= most) return (long)number;
        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"Must be greater than or equal to {least} and less than or equal to {most}."));
        return null;
    }

    /// <summary>A truth value in any of its spellings.</summary>
    public bool? Boolean(string name, Need need, string? missing = null)
    {
        if (Value(name, need, missing) is not { } value) return null;
        var word = value.ValueKind switch
        {
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.String => value.GetString()!.ToLowerInvariant(), // a string is one
            JsonValueKind.Number => value.TryGetDecimal(out var number) && number is 0 or 1 ? number == 1 ? "1" : "0" : "",
            _ => "",
        };
        if (Truths.Contains(word)) return true;
        if (Falsehoods.Contains(word)) return false;
        Refuse(name, "Not a valid boolean.");
        return null;
    }

    /// <summary>A field as it stands; null when it is absent, null or undefined, which <paramref name="need"/> may refuse.</summary>
    public JsonElement? Value(string name, Need need, string? missing = null)
    {
        _known.Add(name);
        var value = body[name];
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            if (need == Need.Required) Refuse(name, missing ?? MissingText);
            return null;
        }
        if (value.ValueKind != JsonValueKind.Null) return value;
        if (need != Need.OrNull) Refuse(name, NullText);
        return null;
    }

    /// <summary>The contract's text about a length, or null.</summary>
    public static string? LengthFlaw(string text, int least, int most)
    {
        var length = text.EnumerateRunes().Count();
        if (length >= least && length <= most) return null;
        return least == most && most > 0 ? string.Create(CultureInfo.InvariantCulture, $"Length must be {least}.")
            : least == 0 ? string.Create(CultureInfo.InvariantCulture, $"Longer than maximum length {most}.")
            : most == int.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"Shorter than minimum length {least}.")
            : string.Create(CultureInfo.InvariantCulture, $"Length must be between {least} and {most}.");
    }

    /// <summary>The whole number that a value is; beyond a decimal it is none.</summary>
    public static decimal? IntegerOf(JsonElement value, bool loose) => value.ValueKind switch
    {
        // 1.0 is no whole number to a strict reader, however whole it is.
        JsonValueKind.Number when value.TryGetDecimal(out var number) && number == decimal.Truncate(number) && (loose || !value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E')) => number,
        JsonValueKind.String when loose && decimal.TryParse(value.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
