using System.Text.Json;
using Bodega.Accounts.Passwords;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.AspNetCore.Connections;

namespace Bodega.Server.Hosting;

/// <summary>Turns what no endpoint answers (bugs, broken requests, unknown routes, wrong methods) into the surface's own words.</summary>
internal sealed partial class SurfaceErrors(RequestDelegate next, ILogger<SurfaceErrors> logger)
{
    public async Task InvokeAsync(HttpContext http, DatabaseProvider database)
    {
        try
        {
            await next(http);
        }
        catch (Exception exception) when (exception is ConnectionResetException || (exception is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested))
        {
            return; // the client hung up; nobody reads an answer
        }
        catch (Exception exception)
        {
            var fault = FaultOf(exception, database);
            if (fault.Kind == FaultKind.Bug) LogBug(http.TraceIdentifier, exception);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }
            http.Response.Clear();
            await http.Surface().WriteAsync(http, fault);
            return;
        }
        if (http.Response.HasStarted || http.Response.ContentLength > 0 || http.Response.ContentType is not null) return;
        var unanswered = http.Response.StatusCode switch
        {
            404 when http.GetEndpoint() is null => HttpFaults.NoSuchRoute,
            405 => HttpFaults.MethodNotAllowed,
            413 => HttpFaults.BodyTooLarge,
            400 or 415 => HttpFaults.BadRequest,
            _ => null,
        };
        if (unanswered is not null) await http.Surface().WriteAsync(http, unanswered);
    }

    private static Fault FaultOf(Exception exception, DatabaseProvider database) => exception switch
    {
        BadHttpRequestException { StatusCode: 413 } => HttpFaults.BodyTooLarge,
        BadHttpRequestException or InvalidDataException => HttpFaults.BadRequest,
        JsonException => HttpFaults.BadBody,
        PasswordHashOverloadException => HttpFaults.Overloaded,
        _ when database.IsTransient(exception) => HttpFaults.Overloaded,
        _ => HttpFaults.Bug,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {RequestId} failed by a bug")]
    private partial void LogBug(string requestId, Exception exception);
}
