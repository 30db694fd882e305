using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Rentals;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Integrations.Google;

/// <summary>Why the company's Google account was not asked; what happens when it is asked, <see cref="OutgoingFaults"/> says.</summary>
internal static class GoogleFaults
{
    public const string NoneCode = "google-none";
    public const string UnreadableCode = "google-token-unreadable";

    /// <summary>The company has connected none.</summary>
    public static Fault None { get; } = new(FaultKind.NotFound, NoneCode);

    /// <summary>Its token was sealed under another key of the installation.</summary>
    public static Fault Unreadable { get; } = new(FaultKind.Invalid, UnreadableCode);
}

/// <summary>How contacts were written.</summary>
/// <param name="New">Made.</param>
/// <param name="Updated">Given another name.</param>
/// <param name="Failed">Those that were not, and why.</param>
internal sealed record SyncedContacts(int New, int Updated, IReadOnlyList<(GuestContact Contact, Fault Fault)> Failed);

/// <summary>Writes contacts to the Google account of the caller's company, one after another (Sidekick contract §12.6). Not inside a unit of work.</summary>
internal sealed class SyncContacts(BodegaDb db, ConnectionSecrets secrets, GoogleSignIn google, AddressBook book, KeepGoogleToken keep, SyncLog log, NoteSync note, Trail trail, OutgoingTimes times, TimeProvider clock)
{
    private static readonly TimeSpan AboutToEnd = TimeSpan.FromSeconds(60);

    public static void AddTo(IServiceCollection services) => services.AddSingleton<GoogleSignIn>().AddSingleton<AddressBook>().AddScoped<SyncContacts>();

    /// <summary>Whether the company has connected an account.</summary>
    public Task<bool> IsConnectedAsync(CancellationToken ct) => db.GoogleConnections.AnyAsync(ct);

    /// <summary>The way into the company's account.</summary>
    /// <returns>It, <see cref="GoogleFaults.None"/> or <see cref="GoogleFaults.Unreadable"/>.</returns>
    public async Task<Outcome<GoogleSession>> OpenAsync(CancellationToken ct)
    {
        if (await db.GoogleConnections.AsNoTracking().FirstOrDefaultAsync(ct) is not { } stored) return GoogleFaults.None;
        if (secrets.Open(stored.SealedRefreshToken) is not { } refresh) return GoogleFaults.Unreadable;
        return new GoogleSession(refresh, stored.SealedRefreshToken) { Access = stored.SealedAccessToken is { } access ? secrets.Open(access) : null, ExpiresAt = stored.ExpiresAt };
    }

    /// <summary>Writes them: the contact of a phone gets the name, a phone without one gets a contact. What fails does not keep others from being written.</summary>
    /// <param name="session">The account.</param>
    /// <param name="contacts">Contacts.</param>
    /// <param name="label">Where they come from, for the log: "" or <c>XLSX — </c>.</param>
    /// <param name="reason">Words for what went wrong, for the log.</param>
    /// <param name="ct">Cancels; what was written until then is logged all the same.</param>
    /// <returns>How that went, or why Google lets the company in no more.</returns>
    public async Task<Outcome<SyncedContacts>> RunAsync(GoogleSession session, IReadOnlyList<GuestContact> contacts, string label, Func<Fault, string> reason, CancellationToken ct)
    {
        if (contacts.Count > 0 && await RenewAsync(session, ct) is { } refused)
        {
            await note.RunAsync(SyncSources.GoogleContacts, SyncEnd.Failed, null, label + reason(refused), ct);
            return refused;
        }
        var run = new Run();
        using var limit = new CancellationTokenSource(times.GoogleAltogether, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        foreach (var contact in contacts)
        {
            try
            {
                await WriteAsync(session, contact, run, both.Token);
            }
            catch (OperationCanceledException) when (both.IsCancellationRequested)
            {
                run.Failed.Add((contact, OutgoingFaults.TimedOut)); // and so will be the others, at once
            }
        }
        await LogAsync(run, contacts.Count, label);
        ct.ThrowIfCancellationRequested();
        return new SyncedContacts(run.New, run.Updated, run.Failed);
    }

    private async Task WriteAsync(GoogleSession session, GuestContact contact, Run run, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (await RenewAsync(session, ct) is { } refused)
        {
            run.Failed.Add((contact, refused));
            return;
        }
        // Google finds a new contact only after a while: those of this run are remembered.
        var phone = AddressBook.Plain(contact.Phone);
        var found = run.Known.TryGetValue(phone, out var known) ? known : await book.FindAsync(session.Access!, contact.Phone, ct); // renewed above
        if (!found.Succeeded(out var name, out var fault))
        {
            run.Failed.Add((contact, fault));
            return;
        }
        if (name.Length > 0)
        {
            if (await book.UpdateAsync(session.Access!, name, contact, ct) is { } failed) run.Failed.Add((contact, failed)); // renewed above
            else run.Updated++;
        }
        else if ((await book.CreateAsync(session.Access!, contact, ct)).Succeeded(out name, out fault)) run.New++; // renewed above
        else run.Failed.Add((contact, fault));
        if (name is { Length: > 0 }) run.Known[phone] = name;
    }

    private async Task<Fault?> RenewAsync(GoogleSession session, CancellationToken ct)
    {
        if (session.Access is not null && session.ExpiresAt is { } end && end - clock.GetUtcNow() > AboutToEnd) return null;
        if (session.Refused is not null) return session.Refused;
        if (!(await google.RenewAsync(session.Refresh, ct)).Succeeded(out var renewed, out var fault)) return session.Refused = fault;
        // One that does not say when it ends is good for this run.
        (session.Access, session.ExpiresAt) = (renewed.Access, renewed.ExpiresAt ?? DateTimeOffset.MaxValue);
        await keep.RunAsync(renewed, session.SealedRefresh, ct);
        return null;
    }

    private async Task LogAsync(Run run, int count, string label)
    {
        var written = run.New + run.Updated;
        await using var work = await db.BeginAsync(CancellationToken.None); // Google has them: that is said even if nobody waits any more
        var end = run.Failed.Count == 0 ? SyncEnd.Done : written > 0 ? SyncEnd.Partly : SyncEnd.Failed;
        log.Add(SyncSources.GoogleContacts, end, count, $"{label}Nuevos: {run.New}, actualizados: {run.Updated}");
        trail.Add(AuditActions.Export, AuditEntities.GuestContact, details: new JsonObject { ["source"] = SyncSources.GoogleContacts, ["new"] = run.New, ["updated"] = run.Updated, ["failed"] = run.Failed.Count });
        await db.SaveChangesAsync(CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
    }

    private sealed class Run
    {
        public int New { get; set; }

        public int Updated { get; set; }

        public List<(GuestContact Contact, Fault Fault)> Failed { get; } = [];

        public Dictionary<string, string> Known { get; } = new(StringComparer.Ordinal);
    }
}

/// <summary>A company's Google account, open for one request.</summary>
/// <remarks>No record: those print what they hold.</remarks>
internal sealed class GoogleSession(string refresh, byte[] sealedRefresh)
{
    /// <summary>The token that renews the other one.</summary>
    public string Refresh { get; } = refresh;

    /// <summary>The same as it is stored.</summary>
    public byte[] SealedRefresh { get; } = sealedRefresh;

    /// <summary>The token for calls, or null.</summary>
    public string? Access { get; set; }

    /// <summary>When <see cref="Access"/> ends.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Why it could not be renewed; asked once is enough.</summary>
    public Fault? Refused { get; set; }
}
