using System.Globalization;
using System.Text.Json;

namespace Bodega.Server.Integrations;

/// <summary>Reads answers of others, who may leave out or misspell anything.</summary>
internal static class JsonFields
{
    private const int MostText = 300;

    /// <summary>A member; undefined where there is none, or no object.</summary>
    public static JsonElement Member(this JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A member that is text or a number, trimmed and cut to 300 characters; else null, also when it is blank.</summary>
    public static string? Text(this JsonElement json, string name)
    {
        var member = json.Member(name);
        var text = member.ValueKind switch
        {
            JsonValueKind.String => Whole(member),
            JsonValueKind.Number => member.GetRawText(),
            _ => null,
        };
        return text?.Trim() is { Length: > 0 } trimmed ? Cut(trimmed) : null;
    }

    /// <summary>A secret: a member that is text, in its full length.</summary>
    public static string? Secret(this JsonElement json, string name) => json.Member(name) is { ValueKind: JsonValueKind.String } member && Whole(member) is { Length: > 0 } text ? text : null;

    /// <summary>A member that is a whole number, or text that spells one.</summary>
    public static int? Integer(this JsonElement json, string name) => int.TryParse(json.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>True where a member is <c>true</c>.</summary>
    public static bool IsTrue(this JsonElement json, string name) => json.Member(name).ValueKind == JsonValueKind.True;

    /// <summary>The elements of a member; none where it is missing, null where it is something else than a list, or this no object.</summary>
    public static IEnumerable<JsonElement>? List(this JsonElement json, string name) => json.ValueKind != JsonValueKind.Object ? null : json.Member(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        { ValueKind: JsonValueKind.Undefined } => [],
        _ => null,
    };

    // Text with half a character in it is none.
    private static string? Whole(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // Never between the halves of a character.
    private static string Cut(string text) => text.Length <= MostText ? text : text[..(char.IsHighSurrogate(text[MostText - 1]) ? MostText - 1 : MostText)];
}
