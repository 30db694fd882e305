using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bodega.Server.Apis.Inventory.Identity;

/// <summary>Fields of an identity request, checked as the service's validator does; all broken rules are told at once (accounts contract §4.1).</summary>
internal sealed partial class IdentityFields(JsonElement body)
{
    private readonly List<string> _issues = [];

    /// <summary>The refusal, or null when every field was right.</summary>
    public IResult? Refusal => body.ValueKind != JsonValueKind.Object ? IdentityWords.Refuse(400, $"[body] Invalid input: expected object, received {Kind(body)}", ValidationCode)
        : _issues.Count > 0 ? IdentityWords.Refuse(400, string.Join("; ", _issues), ValidationCode) : null;

    private const string ValidationCode = "VALIDATION_ERROR";

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => Read(name, required: true) ?? "";

    /// <summary>A text that may be absent; null is as good as absent only where asked.</summary>
    public string? Optional(string name) => Read(name, required: false);

    /// <summary>An e-mail in lower case.</summary>
    public string Email(string name = "email")
    {
        var before = _issues.Count;
        var text = Text(name);
        if (_issues.Count == before && !IsEmail(text)) _issues.Add($"[body.{name}] Invalid email address");
        return text.ToLowerInvariant();
    }

    /// <summary>A boolean; what is absent is as said.</summary>
    public bool Flag(string name, bool otherwise)
    {
        var value = Field.Of(body, name).Value;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        if (value.ValueKind != JsonValueKind.Undefined) _issues.Add($"[body.{name}] Invalid input: expected boolean, received {Kind(value)}");
        return otherwise;
    }

    /// <summary>Leading and trailing blanks make it none.</summary>
    public static bool IsEmail(string text) => text.Length <= 254 && Address().IsMatch(text);

    private string? Read(string name, bool required)
    {
        var value = Field.Of(body, name).Value;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        if (required || value.ValueKind != JsonValueKind.Undefined) _issues.Add($"[body.{name}] Invalid input: expected string, received {Kind(value)}");
        return null;
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "undefined",
        JsonValueKind.Null => "null",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        _ => "object",
    };

    [GeneratedRegex(@"^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
