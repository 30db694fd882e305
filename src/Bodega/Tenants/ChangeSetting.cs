using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Tenants;

/// <summary>Changes one group of a tenant's settings; two changes at once follow each other.</summary>
public sealed class ChangeSetting(BodegaDb db, Trail trail)
{
    /// <summary>Changes a group.</summary>
    /// <param name="key">The group, with its owner's prefix.</param>
    /// <param name="change">Makes the new value of the present one (null = never set).</param>
    /// <param name="facts">What the trail keeps: names of fields and their values before and after; null keeps no row (nobody acts).</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="entity">What the trail calls the group.</param>
    /// <returns>The new value.</returns>
    public async Task<JsonNode> RunAsync(
        string key, Func<JsonNode?, JsonNode> change, Func<JsonNode?, JsonNode, (JsonObject Before, JsonObject After)>? facts, CancellationToken ct, string entity = AuditEntities.Setting)
    {
        await using var work = await db.BeginAsync(ct);
        // Takes the row first, or makes one that says nothing yet: what is read after this cannot change before the commit.
        var taken = await db.TenantSettings.Where(setting => setting.Key == key).ExecuteUpdateAsync(set => set.SetProperty(setting => setting.Key, setting => setting.Key), ct);
        var isNew = taken == 0 && (await db.InsertManyAsync("tenant_settings", [new JsonObject { ["key"] = key, ["json"] = "null" }], "id", ct)).Count == 1;
        // Neither taken nor made: another has made it in this moment, and its row can be taken now.
        if (taken == 0 && !isNew) await db.TenantSettings.Where(setting => setting.Key == key).ExecuteUpdateAsync(set => set.SetProperty(setting => setting.Key, setting => setting.Key), ct);
        var setting = await db.TenantSettings.FirstAsync(setting => setting.Key == key, ct);
        var before = JsonNode.Parse(setting.Json);
        var after = change(before?.DeepClone());
        setting.Json = after.ToJsonString();
        if (facts?.Invoke(before, after) is { } said) trail.Add(AuditActions.Update, entity, isNew ? null : setting.Id, said.Before, said.After);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return after;
    }
}
