using System.Security.Cryptography;
using System.Text;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Hosting;

/// <summary>Does a request with an <c>Idempotency-Key</c> once: its change and its answer are committed together, a repetition gets the same answer.</summary>
/// <remarks>The endpoint's unit of work joins the one opened here. A refused request is undone and forgotten: it may be tried again.
/// Requests without the header pass untouched, and so do anonymous ones: they have no account that a key could belong to, and
/// a sign-in must neither hash inside a transaction nor have its failed guess undone.</remarks>
internal sealed class Idempotency(RequestDelegate next)
{
    // Kept in memory up to here, in a temporary file beyond; the server's own limit on bodies holds.
    private const int InMemory = 64 * 1024;

    public async Task InvokeAsync(HttpContext http, BodegaDb db, Caller caller, TimeProvider clock)
    {
        var given = http.Request.Headers["Idempotency-Key"].ToString();
        if (given.Length == 0 || HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
            || http.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<NeverOnceOnly>() is not null || caller.AccountId is not { } account)
        {
            await next(http);
            return;
        }
        if (given.Length > 255)
        {
            await http.Surface().WriteAsync(http, HttpFaults.BadRequest);
            return;
        }
        var requestHash = await HashOfAsync(http);
        var keyHash = SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.Surface}\n{caller.TenantId}\n{account}\n{given}"));

        await using var work = await db.BeginAsync(http.RequestAborted);
        var now = clock.GetNow();
        // Claims the key; a second request with it waits here until the first has ended.
        var claimed = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO idempotent_requests (key_hash, request_hash, status, created_at) VALUES ({keyHash}, {requestHash}, 0, {Instants.ToMicroseconds(now)}) ON CONFLICT DO NOTHING",
            http.RequestAborted);
        if (claimed == 0)
        {
            await ReplayAsync(http, db, keyHash, requestHash);
            return;
        }
        await AnswerOnceAsync(http, db, work, keyHash);
    }

    private async Task AnswerOnceAsync(HttpContext http, BodegaDb db, UnitOfWork work, byte[] keyHash)
    {
        var wire = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = wire;
        }
        if (http.Response.StatusCode < 400 && !work.IsRefused)
        {
            var (status, type, location, body) = (http.Response.StatusCode, http.Response.ContentType, (string?)http.Response.Headers.Location, answer.ToArray());
            await db.IdempotentRequests.Where(r => r.KeyHash == keyHash).ExecuteUpdateAsync(
                set => set.SetProperty(r => r.Status, status).SetProperty(r => r.ContentType, type).SetProperty(r => r.Location, location).SetProperty(r => r.Body, body),
                CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        }
        else
        {
            await work.DisposeAsync();
            if (http.Response.StatusCode < 400)
            {
                // The answer tells of what was undone.
                http.Response.Clear();
                await http.Surface().WriteAsync(http, HttpFaults.Overloaded);
                return;
            }
        }
        answer.Position = 0;
        await answer.CopyToAsync(wire, http.RequestAborted);
    }

    private static async Task ReplayAsync(HttpContext http, BodegaDb db, byte[] keyHash, byte[] requestHash)
    {
        var before = await db.IdempotentRequests.AsNoTracking().FirstOrDefaultAsync(r => r.KeyHash == keyHash, http.RequestAborted);
        if (before is null || !CryptographicOperations.FixedTimeEquals(before.RequestHash, requestHash))
        {
            await http.Surface().WriteAsync(http, before is null ? HttpFaults.Overloaded : HttpFaults.KeyReused);
            return;
        }
        http.Response.StatusCode = before.Status;
        http.Response.ContentType = before.ContentType;
        if (before.Location is not null) http.Response.Headers.Location = before.Location;
        http.Response.Headers["Idempotent-Replayed"] = "true";
        if (before.Body is { Length: > 0 } body) await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static async Task<byte[]> HashOfAsync(HttpContext http)
    {
        http.Request.EnableBuffering(InMemory);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n"));
        var buffer = new byte[8192];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0) hash.AppendData(buffer.AsSpan(0, read));
        http.Request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}

/// <summary>Marks a route that takes no heed of an <c>Idempotency-Key</c>: a guess must count even when the call is refused, which undoes
/// what it has written, and a secret is not to be kept for a repetition.</summary>
internal sealed class NeverOnceOnly
{
    public static NeverOnceOnly Instance { get; } = new();
}
