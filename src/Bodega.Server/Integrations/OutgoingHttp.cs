using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using Answer = Bodega.Kernel.Outcome<byte[]>; // Polly has an Outcome too

namespace Bodega.Server.Integrations;

/// <summary>How every call to a foreign service leaves the house: only to public addresses, bounded in time and size, no redirects, cookies or proxy,
/// and nothing of it in the log but whose service it was and how it ended.</summary>
internal sealed partial class OutgoingHttp(IHttpClientFactory clients, Settings settings, OutgoingTimes times, TimeProvider clock, ILogger<OutgoingHttp> logger)
{
    private const string Client = "outgoing";
    private const string CompanyClient = "outgoing-company"; // connections of its own: none that was opened for a setting is lent to a company
    private readonly ConcurrentDictionary<OutgoingService, ResiliencePipeline<Answer>> _once = new();
    private readonly ConcurrentDictionary<OutgoingService, ResiliencePipeline<Answer>> _repeating = new();

    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<ResolveName>(_ => Dns.GetHostAddressesAsync);
        services.AddSingleton<Dialer>().AddSingleton(new OutgoingTimes()).AddSingleton<OutgoingHttp>();
        AddClient(services, Client, dialer => dialer.ConnectAsync);
        AddClient(services, CompanyClient, dialer => dialer.ConnectForCompanyAsync);
    }

    /// <summary>Asks for something by GET; once more after 429, 5xx or a broken connection.</summary>
    /// <param name="service">Whom.</param>
    /// <param name="request">Makes the request, afresh for every time that it is sent.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>What a 2xx answer holds, or one of <see cref="OutgoingFaults"/>.</returns>
    public Task<Answer> GetAsync(OutgoingService service, Func<HttpRequestMessage> request, CancellationToken ct) =>
        RunAsync(_repeating.GetOrAdd(service, s => Pipeline(s).AddRetry(Repeat()).Build()), service, request, ct);

    /// <summary>Sends something, once: nobody knows what a second time would do.</summary>
    /// <param name="service"><inheritdoc cref="GetAsync" path="/param[@name='service']"/></param>
    /// <param name="request">Makes the request.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns><inheritdoc cref="GetAsync" path="/returns"/></returns>
    public Task<Answer> SendAsync(OutgoingService service, Func<HttpRequestMessage> request, CancellationToken ct) =>
        RunAsync(_once.GetOrAdd(service, s => Pipeline(s).Build()), service, request, ct);

    /// <summary>Reads a JSON answer.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="answer">What <see cref="GetAsync"/> or <see cref="SendAsync"/> gave.</param>
    /// <param name="read">Takes out what is wanted; null where it is not there.</param>
    /// <returns>What was wanted, the fault of the call, or <see cref="OutgoingFaults.Invalid"/>.</returns>
    public Kernel.Outcome<T> Read<T>(OutgoingService service, Answer answer, Func<JsonElement, T?> read) where T : class
    {
        if (!answer.Succeeded(out var bytes, out var fault)) return fault;
        try
        {
            if (read(JsonElement.Parse(bytes)) is { } value) return value;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // a name with half a character is found only when it is read
        {
        }
        LogFailure(service.Name, OutgoingFaults.InvalidCode, null);
        return OutgoingFaults.Invalid;
    }

    private async Task<Answer> RunAsync(ResiliencePipeline<Answer> pipeline, OutgoingService service, Func<HttpRequestMessage> request, CancellationToken ct)
    {
        if (!settings.OutboundEnabled) return OutgoingFaults.NotCalled;
        try
        {
            return await pipeline.ExecuteAsync(async token => await AttemptAsync(service, request, token), ct);
        }
        catch (TimeoutRejectedException)
        {
            LogFailure(service.Name, OutgoingFaults.TimedOutCode, null);
            return OutgoingFaults.TimedOut;
        }
    }

    private async Task<Answer> AttemptAsync(OutgoingService service, Func<HttpRequestMessage> makeRequest, CancellationToken ct)
    {
        using var client = clients.CreateClient(service.NamedByCompany ? CompanyClient : Client);
        client.MaxResponseContentBufferSize = service.MostBytes;
        using var request = makeRequest();
        try
        {
            using var response = await client.SendAsync(request, ct);
            if (response.IsSuccessStatusCode) return await response.Content.ReadAsByteArrayAsync(ct);
            LogStatus(service.Name, (int)response.StatusCode);
            return OutgoingFaults.Status((int)response.StatusCode) with { RetryAfterSeconds = Wait(response) };
        }
        catch (HttpRequestException exception)
        {
            var fault = exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded ? OutgoingFaults.Invalid
                : exception.GetBaseException() is InnerAddressException ? OutgoingFaults.NotCalled
                : OutgoingFaults.Unreachable;
            LogFailure(service.Name, fault.Code, exception.HttpRequestError); // its message names the host
            return fault;
        }
        catch (InvalidDataException) // it says that it is packed, and is not
        {
            LogFailure(service.Name, OutgoingFaults.InvalidCode, null);
            return OutgoingFaults.Invalid;
        }
    }

    private static void AddClient(IServiceCollection services, string name, Func<Dialer, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>> connect) =>
        services.AddHttpClient(name, client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan; // each call has its own
                client.DefaultRequestHeaders.UserAgent.ParseAdd("Bodega/0.1");
            })
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                ConnectCallback = connect(provider.GetRequiredService<Dialer>()),
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false, // a proxy would resolve names by itself
                AutomaticDecompression = DecompressionMethods.All,
                ActivityHeadersPropagator = null,
            })
            .RemoveAllLoggers(); // they write whole addresses, and those hold secrets and guests' phones

    private ResiliencePipelineBuilder<Answer> Pipeline(OutgoingService service) =>
        new ResiliencePipelineBuilder<Answer> { TimeProvider = clock }.AddTimeout(service.TimeLimit);

    private RetryStrategyOptions<Answer> Repeat() => new()
    {
        MaxRetryAttempts = 1,
        ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Result.Fault is { } fault && fault.MayPass() && PauseBefore(fault) <= times.LongestPause),
        DelayGenerator = attempt => ValueTask.FromResult<TimeSpan?>(attempt.Outcome.Result.Fault is { } fault ? PauseBefore(fault) : null),
    };

    private TimeSpan PauseBefore(Fault fault) => fault.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : times.Pause;

    private int? Wait(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait is { } time ? (int)Math.Ceiling(Math.Clamp(time.TotalSeconds, 0, int.MaxValue)) : null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Service} answered {Status}")]
    private partial void LogStatus(string service, int status);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Service} could not be asked: {Code} ({Error})")]
    private partial void LogFailure(string service, string code, HttpRequestError? error);
}
