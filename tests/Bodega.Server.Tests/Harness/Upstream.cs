using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bodega.Server.Tests.Harness;

/// <summary>A service outside, played by a real server on the loopback that writes down what it is asked.</summary>
public sealed class Upstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Asked> _asked = new();
    private Func<HttpContext, Asked, Task> _answer;

    private Upstream(WebApplication app, Func<HttpContext, Asked, Task> answer) => (_app, _answer) = (app, answer);

    /// <summary>Its address, without a slash at the end.</summary>
    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(); // Kestrel has one

    public int Port => new Uri(Url).Port;

    /// <summary>Every request so far, in order.</summary>
    public IReadOnlyList<Asked> Asked => [.. _asked];

    /// <summary>Opens one that answers by a function of the request.</summary>
    public static async Task<Upstream> OpenAsync(Func<HttpContext, Asked, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var upstream = new Upstream(app, answer);
        app.Run(upstream.AnswerAsync);
        await app.StartAsync();
        return upstream;
    }

    /// <summary>Opens one that gives a JSON text for each path (with its query, or without), and 404 for all else.</summary>
    public static Task<Upstream> OpenAsync(params (string Path, string Json)[] answers) => OpenAsync((http, asked) =>
    {
        var found = Array.FindIndex(answers, answer => answer.Path == asked.Target || answer.Path == asked.Path);
        return found < 0 ? GiveAsync(http, "{}", 404) : GiveAsync(http, answers[found].Json);
    });

    /// <summary>Answers otherwise from now on.</summary>
    public void Answer(Func<HttpContext, Asked, Task> answer) => _answer = answer;

    /// <summary>Writes a JSON answer.</summary>
    public static async Task GiveAsync(HttpContext http, string json, int status = 200)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(json);
    }

    /// <summary>Never answers: ends when the caller hangs up.</summary>
    public static async Task KeepSilentAsync(HttpContext http)
    {
        var gone = new TaskCompletionSource();
        await using var registration = http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var asked = new Asked(
            http.Request.Method, http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetString(body.ToArray()));
        _asked.Enqueue(asked);
        await _answer(http, asked);
    }
}

/// <summary>What a service outside was asked.</summary>
/// <param name="Method">Method.</param>
/// <param name="Target">Path and query, to the byte.</param>
/// <param name="Headers">Headers.</param>
/// <param name="Body">Body; empty for none.</param>
public sealed record Asked(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Path => Target.Split('?')[0];

    public string Query => Target.Contains('?', StringComparison.Ordinal) ? Target.Split('?', 2)[1] : "";

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
