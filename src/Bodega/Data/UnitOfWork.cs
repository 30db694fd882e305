using Microsoft.EntityFrameworkCore.Storage;

namespace Bodega.Data;

/// <summary>One transaction: everything of a use case or nothing. Disposing without <see cref="CommitAsync"/> undoes it.</summary>
/// <remarks>A unit begun inside another joins it; only the outermost commits (idempotent requests wrap a whole call this way).</remarks>
public sealed class UnitOfWork : IAsyncDisposable
{
    private readonly BodegaDb _db;
    private readonly UnitOfWork? _outer;
    private readonly IDbContextTransaction? _transaction;
    private readonly IDisposable? _turn;
    private readonly List<Action> _afterCommit = [];
    private readonly List<Func<Task>> _owed = [];
    private bool _committed;
    private bool _refused;

    internal UnitOfWork(BodegaDb db, IDbContextTransaction transaction, IDisposable? turn) => (_db, _transaction, _turn) = (db, transaction, turn);

    internal UnitOfWork(BodegaDb db, UnitOfWork outer) => (_db, _outer) = (db, outer);

    /// <summary>Runs once the change is durable; for signals only (wake a sender, tell listeners), never for work that must happen.</summary>
    public void AfterCommit(Action signal) => (_outer?._afterCommit ?? _afterCommit).Add(signal);

    // Owed even when this unit is undone, so it cannot be part of it.
    internal void Owe(Func<Task> deed) => _owed.Add(deed);

    /// <summary>Makes the change durable; inside another unit it only agrees.</summary>
    public async Task CommitAsync(CancellationToken ct)
    {
        _committed = true;
        if (_transaction is null) return;
        if (_refused) throw new InvalidOperationException("A joined unit of work was refused: nothing of it may be committed.");
        // Cancelling a commit half-way would leave us not knowing; from here the change is owed.
        ct.ThrowIfCancellationRequested();
        await _transaction.CommitAsync(CancellationToken.None);
        await EndAsync();
        foreach (var signal in _afterCommit) signal();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_outer is not null)
        {
            if (!_committed) _outer.Refuse();
            return;
        }
        if (!_committed || ReferenceEquals(_db.Work, this)) await EndAsync();
    }

    // What a refused joined unit has written must not be committed with the rest: the whole transaction is undone at once.
    private void Refuse() => _refused = true;

    /// <summary>True when a unit that joined this one was disposed without agreeing.</summary>
    public bool IsRefused => _refused;

    private async ValueTask EndAsync()
    {
        if (!ReferenceEquals(_db.Work, this)) return;
        _db.Work = null;
        try
        {
            await _transaction!.DisposeAsync(); // only the outermost unit comes here, and it has one
        }
        finally
        {
            _turn?.Dispose();
        }
        _db.ChangeTracker.Clear();
        foreach (var deed in _owed) await deed();
    }
}

public sealed partial class BodegaDb
{
    internal UnitOfWork? Work { get; set; }

    /// <summary>The unit of work that is open.</summary>
    /// <exception cref="InvalidOperationException">None is: a bug of the caller.</exception>
    public UnitOfWork RequireWork() => Work ?? throw new InvalidOperationException("A change needs a UnitOfWork: db.BeginAsync.");

    /// <summary>Begins a unit of work, or joins the one that is open.</summary>
    public async Task<UnitOfWork> BeginAsync(CancellationToken ct)
    {
        if (Work is { } outer) return new UnitOfWork(this, outer);
        var turn = await Provider.TakeWriteTurnAsync(ct);
        try
        {
            // A save that fails undoes the whole unit; savepoints around every save would only cost round trips.
            Database.AutoSavepointsEnabled = false;
            Work = new UnitOfWork(this, await Database.BeginTransactionAsync(ct), turn);
        }
        catch
        {
            turn?.Dispose();
            throw;
        }
        return Work;
    }

    /// <summary>Does what must last even if the work that is under way is undone (a wrong guess that counts, a note about a refused sale):
    /// at once where no unit of work is open, else after it has ended.</summary>
    /// <param name="deed">Opens a unit of work of its own.</param>
    public Task OweAsync(Func<Task> deed)
    {
        if (Work is null) return deed();
        Work.Owe(deed);
        return Task.CompletedTask;
    }
}
