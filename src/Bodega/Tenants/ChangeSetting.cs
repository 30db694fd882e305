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
        while (true)
        {
            try
            {
                return await TryAsync(key, change, facts, ct, entity);
            }
            catch (DbUpdateException exception) when (db.Provider.IsUniqueViolation(exception))
            {
                // Another made the group a moment earlier: this change follows it.
            }
        }
    }

    private async Task<JsonNode> TryAsync(
        string key, Func<JsonNode?, JsonNode> change, Func<JsonNode?, JsonNode, (JsonObject Before, JsonObject After)>? facts, CancellationToken ct, string entity = AuditEntities.Setting)
    {
        await using var work = await db.BeginAsync(ct);
        // Takes the row first: what is read after this cannot change before the commit. A row that was not there to be taken
        // is not read either, even if it has come meanwhile: the insert then fails and the change starts over.
        var taken = await db.TenantSettings.Where(setting => setting.Key == key).ExecuteUpdateAsync(set => set.SetProperty(setting => setting.Key, setting => setting.Key), ct);
        var setting = taken == 0 ? null : await db.TenantSettings.FirstOrDefaultAsync(setting => setting.Key == key, ct);
        var before = setting is null ? null : JsonNode.Parse(setting.Json);
        var after = change(before?.DeepClone());
        if (setting is null) db.TenantSettings.Add(new TenantSetting { Key = key, Json = after.ToJsonString() });
        else setting.Json = after.ToJsonString();
        if (facts?.Invoke(before, after) is { } said) trail.Add(AuditActions.Update, entity, setting?.Id, said.Before, said.After);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return after;
    }
}
