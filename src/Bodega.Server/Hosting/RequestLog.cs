using System.Security.Cryptography;
using Bodega.Kernel;

namespace Bodega.Server.Hosting;

/// <summary>One line for each request: id, surface, tenant, status, time. Paths without their query, never bodies or names.</summary>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider clock, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        http.TraceIdentifier = RandomNumberGenerator.GetHexString(12, lowercase: true);
        var begun = clock.GetTimestamp();
        using var scope = logger.BeginScope(new RequestScope(http.TraceIdentifier, http.RequestServices.GetRequiredService<Caller>()));
        try
        {
            await next(http);
        }
        finally
        {
            if (logger.IsEnabled(LogLevel.Information))
                LogRequest(
                    http.TraceIdentifier, http.Surface().Key, http.RequestServices.GetRequiredService<Caller>().TenantId,
                    http.Request.Method, PathOf(http), http.RequestAborted.IsCancellationRequested ? 499 : http.Response.StatusCode,
                    clock.GetElapsedTime(begun).TotalMilliseconds);
        }
    }

    // A token in a path is a secret: of such a path the pattern is told.
    private static string PathOf(HttpContext http) =>
        http.GetEndpoint() is RouteEndpoint { RoutePattern: var pattern } && pattern.GetParameter("token") is not null ? pattern.RawText ?? "" : http.Request.Path.Value ?? "";

    // Every line of the request carries these two; the tenant is known only once the surface has found it.
    private sealed class RequestScope(string requestId, Caller caller) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 2;

        public KeyValuePair<string, object?> this[int index] => index switch
        {
            0 => new("RequestId", requestId),
            1 => new("TenantId", caller.TenantId),
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"request {requestId} tenant {caller.TenantId}";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{RequestId} {Surface} tenant {TenantId} {Method} {Path} {Status} {Milliseconds:0.0} ms")]
    private partial void LogRequest(string requestId, string surface, long tenantId, string method, string path, int status, double milliseconds);
}
