using System.Text.Json.Nodes;
using Bodega.Accounts;
using Bodega.Audit;

namespace Bodega.Server.Apis.StockManager;

/// <summary>A user's snapshot in this surface's words: the trail keeps role and status as the numbers of their enums (contract §11.1).</summary>
internal static class UserAuditWords
{
    /// <summary>The snapshot or facts of a row, <c>role</c> and <c>status</c> translated where it speaks of a user; others unchanged.</summary>
    public static string? ToWire(AuditEntry entry, string? json)
    {
        if (json is null || entry.EntityType != AuditEntities.User || JsonNode.Parse(json) is not JsonObject user) return json;
        if (user["role"] is JsonValue role && role.TryGetValue<int>(out var place)) user["role"] = StockRoles.Word((MembershipRole)place);
        if (user["status"] is JsonValue status && status.TryGetValue<int>(out var where)) user["status"] = UserFields.Status((MembershipStatus)where);
        return user.ToJsonString();
    }
}
