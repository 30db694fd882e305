using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Catalog;
using Bodega.Data;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Rentals;

/// <summary>Sets the property manager of a company, in place of the one before.</summary>
public sealed class SavePmsConnection(BodegaDb db, ConnectionSecrets secrets, Trail trail)
{
    /// <summary>Sets it.</summary>
    /// <param name="provider">One of <see cref="PmsProviders"/>.</param>
    /// <param name="key">Its key, with a secret after a colon where there is one. Sealed here; the trail says only that it was set.</param>
    /// <param name="endpoint">Address instead of the provider's own; wrapped, because it may become none. Null leaves a stored one.</param>
    /// <param name="ct">Cancels before the commit.</param>
    public async Task<PmsConnection> RunAsync(string provider, string key, Given<string>? endpoint, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        await db.LockCompanyAsync(ct);
        var connection = await db.PmsConnections.FirstOrDefaultAsync(ct);
        var before = connection is null ? null : Snapshot(connection);
        if (connection is null) db.PmsConnections.Add(connection = new PmsConnection { Provider = provider });
        if (connection.Provider != provider) connection.LastSyncAt = null; // that was another's data
        (connection.Provider, connection.SealedKey, connection.IsActive) = (provider, secrets.Seal(key), true);
        if (endpoint is not null) connection.Endpoint = endpoint.Value;
        await db.SaveChangesAsync(ct);
        trail.Add(before is null ? AuditActions.Create : AuditActions.Update, AuditEntities.PmsConnection, connection.Id, before, Snapshot(connection));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return connection;
    }

    // An address may hold a password or a token: its host is enough to see where keys go.
    internal static JsonObject Snapshot(PmsConnection connection) => new()
    {
        ["provider"] = connection.Provider,
        ["host"] = Uri.TryCreate(connection.Endpoint, UriKind.Absolute, out var url) ? url.Host : null,
        ["has_key"] = connection.SealedKey is not null,
    };
}

/// <summary>Forgets the property manager of a company, its key with it.</summary>
public sealed class RemovePmsConnection(BodegaDb db, Trail trail)
{
    /// <summary>Forgets it.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        await db.LockCompanyAsync(ct);
        if (await db.PmsConnections.FirstOrDefaultAsync(ct) is not { } connection)
        {
            await work.CommitAsync(ct); // nothing was written; a unit around this one may go on
            return false;
        }
        db.PmsConnections.Remove(connection);
        trail.Add(AuditActions.Delete, AuditEntities.PmsConnection, connection.Id, SavePmsConnection.Snapshot(connection));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return true;
    }
}

internal static class CompanyLock
{
    /// <summary>Makes changes of what a company has one of wait for each other until the open unit of work ends.</summary>
    public static Task LockCompanyAsync(this BodegaDb db, CancellationToken ct) =>
        db.Tenants.Where(tenant => tenant.Id == db.Caller.TenantId).ExecuteUpdateAsync(set => set.SetProperty(tenant => tenant.Name, tenant => tenant.Name), ct);
}
