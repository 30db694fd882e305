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
        using var scope = logger.BeginScope(new KeyValuePair<string, object>[] { new("RequestId", http.TraceIdentifier) });
        try
        {
            await next(http);
        }
        finally
        {
            if (logger.IsEnabled(LogLevel.Information))
                LogRequest(
                    http.TraceIdentifier, http.Surface().Key, http.RequestServices.GetRequiredService<Caller>().TenantId,
                    http.Request.Method, http.Request.Path, http.RequestAborted.IsCancellationRequested ? 499 : http.Response.StatusCode,
                    clock.GetElapsedTime(begun).TotalMilliseconds);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{RequestId} {Surface} tenant {TenantId} {Method} {Path} {Status} {Milliseconds:0.0} ms")]
    private partial void LogRequest(string requestId, string surface, long tenantId, string method, PathString path, int status, double milliseconds);
}
