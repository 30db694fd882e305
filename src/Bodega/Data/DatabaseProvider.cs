using System.Data.Common;
using Bodega.Catalog;
using Bodega.Customers;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

/// <summary>What differs between SQLite and PostgreSQL; everything else is written once.</summary>
public abstract class DatabaseProvider
{
    /// <summary>For people: <c>SQLite 3.40.1</c> or <c>PostgreSQL</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Folder-like prefix of the embedded migrations and the assembly that holds them.</summary>
    public abstract System.Reflection.Assembly MigrationAssembly { get; }

    /// <summary>Points a context at this database.</summary>
    public abstract void Configure(DbContextOptionsBuilder options);

    /// <summary>Opens a connection of its own, outside any context (migrations, doctor, bench).</summary>
    public abstract Task<DbConnection> OpenAsync(CancellationToken ct);

    /// <summary>Waits for the right to write; null where the database itself lets many write at once.</summary>
    public abstract ValueTask<IDisposable?> TakeWriteTurnAsync(CancellationToken ct);

    /// <summary>True when a save failed because a value must be unique.</summary>
    public abstract bool IsUniqueViolation(Exception exception);

    /// <summary>True when a save failed because a row it names does not exist, or a removal because a row names what was to go.</summary>
    public abstract bool IsMissingReference(Exception exception);

    /// <summary>True when the same transaction may succeed if it is simply run again (deadlock, serialization, busy).</summary>
    public abstract bool IsTransient(Exception exception);

    /// <summary>Products whose name or barcode (and description, if asked) contains a text, by index.</summary>
    /// <param name="db">The context that <paramref name="products"/> belongs to.</param>
    /// <param name="products">What to narrow.</param>
    /// <param name="normalText">Normal form of the text; not empty.</param>
    /// <param name="inDescriptionToo">Also look into descriptions.</param>
    public abstract IQueryable<Product> Containing(BodegaDb db, IQueryable<Product> products, string normalText, bool inDescriptionToo);

    /// <summary>Customers known by a name, document, e-mail or phone that contains a text, by index.</summary>
    /// <param name="db">The context that <paramref name="customers"/> belongs to.</param>
    /// <param name="customers">What to narrow.</param>
    /// <param name="normalText">Normal form of the text; not empty.</param>
    public abstract IQueryable<Customer> Containing(BodegaDb db, IQueryable<Customer> customers, string normalText);

    /// <summary>The number behind a prefix and a hyphen in a code (Inventory contract, trade §3.9), as an expression over the column <c>barcode</c>;
    /// null or 0 where there is none.</summary>
    /// <param name="prefix">Capital letters and digits.</param>
    internal abstract string NumberInCode(string prefix);

    /// <summary>A query over rows that travel as one JSON array of objects: the source of a set-based write.</summary>
    /// <param name="table">The table whose column types the values take.</param>
    /// <param name="columns">Keys of the objects, which are columns of the table; ours, never a user's.</param>
    /// <returns><c>SELECT columns FROM …</c> with the array as parameter <c>{0}</c>.</returns>
    internal abstract string SelectFromJson(string table, IReadOnlyList<string> columns);

    /// <summary>What makes a query hold the rows that it reads until the commit; empty where there is one writer anyway.</summary>
    internal abstract string HoldRows { get; }

    /// <summary>Like <see cref="HoldRows"/>, but others may still insert rows that refer to those that are held.</summary>
    internal abstract string HoldRowsOpenly { get; }

    /// <summary>A query for keys of products still to be inserted, as many as parameter <c>{0}</c>; nobody else gets the same ones.</summary>
    internal abstract string NewProductIds { get; }

    /// <summary>Takes the lock under which one process migrates; others wait.</summary>
    public abstract Task LockForMigrationAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct);

    /// <summary>Statement that creates the table of applied migrations if there is none.</summary>
    public abstract string CreateMigrationTable { get; }

    /// <summary>Writes a consistent copy of the database to a file, where the database can do that by itself; false where it cannot.</summary>
    public virtual Task<bool> BackUpAsync(string file, CancellationToken ct) => Task.FromResult(false);

    /// <summary>Brings the planner's statistics up to date where the database does not do that by itself.</summary>
    public virtual Task RefreshStatisticsAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>What keeps the database's own walls from standing, in words for <c>doctor</c>; null when all stand.</summary>
    public virtual Task<string?> WeaknessAsync(CancellationToken ct) => Task.FromResult<string?>(null);
}
