using System.Text.Json;
using System.Text.Json.Nodes;
using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>The surface's groups in the tenant's settings (contract §7.7), their defaults, and what they may hold.</summary>
internal static class StockSettings
{
    /// <summary>Prefix of every group of this surface.</summary>
    public const string Prefix = "stockmanager.";

    /// <summary>Role permissions (contract §7.7).</summary>
    public const string RolesKey = Prefix + "roles";

    /// <summary>Switches of single features (contract §7.2).</summary>
    public const string FeaturesKey = Prefix + "features";

    /// <summary>What first-run hints remember (contract §7.8); no group of the store.</summary>
    public const string HintsKey = "stockmanager-hints";

    public const string Roles = "roles";
    public const string Backup = "backup";
    public const string Features = "features";

    /// <summary>Groups that a tenant may have; the store is for settings, not for files.</summary>
    public const int MostGroups = 100;

    /// <summary>Characters of one group as JSON.</summary>
    public const int MostCharacters = 64 * 1024;

    /// <summary>Every group: defaults, and over them what was set. Groups <c>app</c> and <c>ui</c> are the page's own and not shown.</summary>
    public static async Task<JsonObject> ReadAllAsync(BodegaDb db, CancellationToken ct)
    {
        var rows = await db.TenantSettings.AsNoTracking().Where(setting => setting.Key.StartsWith(Prefix)).OrderBy(setting => setting.Key).Take(MostGroups + 10)
            .Select(setting => new { setting.Key, setting.Json }).ToListAsync(ct);
        var all = Defaults();
        foreach (var row in rows) all[row.Key[Prefix.Length..]] = Over(all[row.Key[Prefix.Length..]], JsonNode.Parse(row.Json));
        all.Remove("app");
        all.Remove("ui");
        return all;
    }

    /// <summary>Reads a dotted key; false where there is nothing.</summary>
    public static bool TryFind(JsonObject all, string key, out JsonNode? value)
    {
        value = all;
        foreach (var part in key.Split('.'))
            if (value is not JsonObject group || !group.TryGetPropertyValue(part, out value)) return false;
        return true;
    }

    /// <summary>True when a key names a group or something in one: letters, digits, <c>_</c> and <c>-</c> between single dots.</summary>
    public static bool IsKey(string key) =>
        key.Length is > 0 and <= 100 && key.Split('.') is { Length: <= 8 } parts
        && parts.All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'));

    /// <summary>True when a group may look like this.</summary>
    public static bool IsSound(string group, JsonNode value) => group switch
    {
        Roles => value is JsonObject roles && roles.All(role => role.Value is JsonObject permissions
            && permissions.All(said => said.Value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False)),
        Backup => value is JsonObject backup && BackupSettings.IsSound(backup),
        Features => value is JsonObject,
        _ => true,
    };

    private static JsonObject Defaults()
    {
        var roles = new JsonObject();
        foreach (var role in new[] { StockRoles.Root, StockRoles.Admin, StockRoles.Seller })
            roles[role] = new JsonObject(Permissions.All.Select(permission => KeyValuePair.Create(permission, (JsonNode?)Permissions.Default(role, permission))));
        return new JsonObject
        {
            [Roles] = roles,
            [Backup] = BackupSettings.Default.ToJson(),
            [Features] = new JsonObject { ["RECALCULATE_CREDIT_ON_SALE_EDIT"] = false },
        };
    }

    private static JsonNode? Over(JsonNode? below, JsonNode? above)
    {
        if (below is not JsonObject defaults || above is not JsonObject said) return above;
        foreach (var (name, value) in said.ToList())
        {
            said.Remove(name);
            defaults[name] = Over(defaults[name], value);
        }
        return defaults;
    }
}
