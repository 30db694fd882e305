using System.Text.Json.Nodes;
using Bodega.Data;
using Bodega.Kernel;

namespace Bodega.Audit;

/// <summary>Writes the audit trail inside the transaction of the change it speaks of.</summary>
public sealed class Trail(BodegaDb db, Caller caller, TimeProvider clock)
{
    /// <summary>Adds one row to the unit of work that is open; saved with the rest of it.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="entityType">One of <see cref="AuditEntities"/>.</param>
    /// <param name="entityId">Which one, if there is one.</param>
    /// <param name="before">Snapshot before; no secrets.</param>
    /// <param name="after">Snapshot after; no secrets.</param>
    /// <param name="details">Further facts for the description; no secrets.</param>
    /// <param name="succeeded">False for a refused call that a contract wants to see.</param>
    public void Add(
        string action, string entityType, long? entityId = null,
        JsonObject? before = null, JsonObject? after = null, JsonObject? details = null, bool succeeded = true) =>
        db.AuditEntries.Add(new AuditEntry
        {
            At = clock.GetNow(),
            MembershipId = caller.MembershipId,
            UserName = caller.UserName,
            Surface = caller.Surface,
            Action = action,
            EntityType = entityType,
            EntityId = entityId,
            Before = before?.ToJsonString(),
            After = after?.ToJsonString(),
            Details = details?.ToJsonString(),
            Address = caller.Address?.ToString(),
            RequestId = caller.RequestId,
            Succeeded = succeeded,
        });

    /// <summary>Inserts one row for each of many things that were done alike, set by set, inside the unit of work that is open.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="entityType">One of <see cref="AuditEntities"/>.</param>
    /// <param name="things">Ids with their snapshots after.</param>
    /// <param name="details">Further facts, the same of each.</param>
    /// <param name="ct">Cancels.</param>
    internal Task AddManyAsync(string action, string entityType, IEnumerable<(long EntityId, JsonObject After)> things, JsonObject details, CancellationToken ct)
    {
        var (at, facts) = (Instants.ToMicroseconds(clock.GetNow()), details.ToJsonString());
        return db.InsertAllAsync(ct, ("audit_entries", [.. things.Select(thing => new JsonObject
        {
            ["at"] = at,
            ["membership_id"] = caller.MembershipId,
            ["user_name"] = caller.UserName,
            ["surface"] = caller.Surface,
            ["action"] = action,
            ["entity_type"] = entityType,
            ["entity_id"] = thing.EntityId,
            ["after"] = thing.After.ToJsonString(),
            ["details"] = facts,
            ["address"] = caller.Address?.ToString(),
            ["request_id"] = caller.RequestId,
            ["succeeded"] = true,
        })]));
    }
}
